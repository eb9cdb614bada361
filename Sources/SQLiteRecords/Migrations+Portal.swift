import Records

/// What the portal and the staff's workspace keep beside the first records; continues `migrations`.
let portal = [
    Migration(
        "0009 archive",
        """
        ALTER TABLE client ADD COLUMN archived INTEGER CHECK (archived IS NULL OR typeof(archived) = 'integer');
        """),
    Migration(
        "0010 case work",
        """
        ALTER TABLE client_case ADD COLUMN stages TEXT NOT NULL DEFAULT '';
        ALTER TABLE client_case ADD COLUMN stage INTEGER NOT NULL DEFAULT 0 CHECK (typeof(stage) = 'integer');
        ALTER TABLE client_case ADD COLUMN assignee TEXT REFERENCES person;
        ALTER TABLE client_case ADD COLUMN due TEXT;
        ALTER TABLE client_case ADD COLUMN changed INTEGER CHECK (changed IS NULL OR typeof(changed) = 'integer');
        CREATE INDEX case_assignee ON client_case (assignee);
        CREATE INDEX case_due ON client_case (due);
        CREATE INDEX case_changed ON client_case (changed);
        ALTER TABLE event ADD COLUMN author TEXT REFERENCES person;
        CREATE TABLE case_template (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            title TEXT NOT NULL DEFAULT '',
            summary TEXT NOT NULL DEFAULT '',
            stages TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX audit_document ON audit (subject, seq) WHERE action = 'document.read';
        """),
    Migration(
        "0011 mail",
        """
        CREATE TABLE mail (
            id TEXT NOT NULL PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person,
            kind TEXT NOT NULL,
            security INTEGER NOT NULL CHECK (security IN (0, 1)),
            address TEXT NOT NULL,
            subject TEXT NOT NULL,
            body TEXT NOT NULL,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            due INTEGER NOT NULL CHECK (typeof(due) = 'integer'),
            expires INTEGER CHECK (expires IS NULL OR typeof(expires) = 'integer'),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'skipped')),
            tries INTEGER NOT NULL CHECK (typeof(tries) = 'integer'),
            doubtful INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
            reply TEXT NOT NULL,
            finished INTEGER CHECK (finished IS NULL OR typeof(finished) = 'integer')
        ) STRICT;
        CREATE INDEX mail_due ON mail (state, due);
        CREATE INDEX mail_created ON mail (created);
        CREATE TABLE notice (
            id TEXT NOT NULL PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person,
            client TEXT NOT NULL REFERENCES client,
            case_id TEXT,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            title TEXT NOT NULL,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            due INTEGER NOT NULL CHECK (typeof(due) = 'integer')
        ) STRICT;
        CREATE INDEX notice_due ON notice (due);
        CREATE INDEX notice_person ON notice (person, at);
        CREATE TABLE mail_choice (
            person TEXT NOT NULL PRIMARY KEY REFERENCES person,
            choice TEXT NOT NULL CHECK (choice IN ('now', 'hourly', 'daily', 'weekly', 'never')),
            token TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE ticket (
            id TEXT NOT NULL PRIMARY KEY,
            purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'password')),
            token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
            browser BLOB NOT NULL CHECK (length(browser) = 32),
            code BLOB NOT NULL CHECK (length(code) = 32),
            shown BLOB NOT NULL CHECK (length(shown) = 32),
            person TEXT REFERENCES person,
            address BLOB NOT NULL CHECK (length(address) = 32),
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            expires INTEGER NOT NULL CHECK (typeof(expires) = 'integer'),
            tries INTEGER NOT NULL CHECK (typeof(tries) = 'integer'),
            used INTEGER CHECK (used IS NULL OR typeof(used) = 'integer')
        ) STRICT;
        CREATE INDEX ticket_address ON ticket (address, created);
        CREATE INDEX ticket_browser ON ticket (browser, created);
        CREATE INDEX ticket_person ON ticket (person);
        """),
    Migration(
        "0012 second factor",
        """
        ALTER TABLE person ADD COLUMN signed_in INTEGER CHECK (signed_in IS NULL OR typeof(signed_in) = 'integer');
        ALTER TABLE session ADD COLUMN proved INTEGER CHECK (proved IS NULL OR typeof(proved) = 'integer');
        ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
        ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
        CREATE TABLE second_factor (
            person TEXT NOT NULL PRIMARY KEY REFERENCES person,
            secret BLOB NOT NULL,
            step INTEGER NOT NULL CHECK (typeof(step) = 'integer'),
            since INTEGER NOT NULL CHECK (typeof(since) = 'integer')
        ) STRICT;
        CREATE TABLE second_factor_offer (
            person TEXT NOT NULL PRIMARY KEY REFERENCES person,
            secret BLOB NOT NULL,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer')
        ) STRICT;
        CREATE TABLE recovery_code (
            code BLOB NOT NULL PRIMARY KEY CHECK (length(code) = 32),
            person TEXT NOT NULL REFERENCES person
        ) STRICT;
        CREATE INDEX recovery_code_person ON recovery_code (person);
        CREATE TABLE second_step (
            token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
            person TEXT NOT NULL REFERENCES person,
            epoch INTEGER NOT NULL CHECK (typeof(epoch) = 'integer'),
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            tries INTEGER NOT NULL CHECK (typeof(tries) = 'integer')
        ) STRICT;
        CREATE INDEX second_step_person ON second_step (person);
        """),
    Migration(
        "0013 messages",
        """
        CREATE TABLE message (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL,
            case_id TEXT NOT NULL,
            person TEXT NOT NULL REFERENCES person,
            author TEXT NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('staff', 'client')),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            body TEXT NOT NULL,
            withdrawn INTEGER CHECK (withdrawn IS NULL OR typeof(withdrawn) = 'integer'),
            form TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            UNIQUE (person, case_id, form, digest),
            FOREIGN KEY (client, case_id) REFERENCES client_case (client, id)
        ) STRICT;
        CREATE INDEX message_case ON message (case_id, at);
        CREATE INDEX message_client ON message (client, at);
        CREATE TABLE message_file (
            message TEXT NOT NULL REFERENCES message,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer'),
            document TEXT NOT NULL REFERENCES document,
            PRIMARY KEY (message, position)
        ) STRICT;
        CREATE INDEX message_file_document ON message_file (document);
        CREATE TABLE paper_request (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL,
            case_id TEXT NOT NULL,
            person TEXT NOT NULL REFERENCES person,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            title TEXT NOT NULL CHECK (title <> ''),
            due TEXT,
            FOREIGN KEY (client, case_id) REFERENCES client_case (client, id)
        ) STRICT;
        CREATE INDEX paper_request_case ON paper_request (case_id, at);
        CREATE INDEX paper_request_client ON paper_request (client);
        CREATE TABLE paper (
            id TEXT NOT NULL PRIMARY KEY,
            request TEXT NOT NULL REFERENCES paper_request,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer' AND position > 0),
            title TEXT NOT NULL CHECK (title <> ''),
            hint TEXT NOT NULL DEFAULT '',
            kinds TEXT NOT NULL CHECK (kinds IN ('any', 'pdf', 'photo', 'document', 'sheet', 'pdf-photo')),
            largest INTEGER CHECK (largest IS NULL OR (typeof(largest) = 'integer' AND largest > 0)),
            state TEXT NOT NULL CHECK (state IN ('open', 'received', 'accepted', 'withdrawn')),
            note TEXT NOT NULL DEFAULT '',
            version INTEGER NOT NULL DEFAULT 1 CHECK (typeof(version) = 'integer'),
            UNIQUE (request, position)
        ) STRICT;
        CREATE TABLE paper_file (
            paper TEXT NOT NULL REFERENCES paper,
            document TEXT NOT NULL REFERENCES document,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            PRIMARY KEY (paper, document)
        ) STRICT;
        CREATE INDEX paper_file_document ON paper_file (document);
        CREATE TABLE case_seen (
            person TEXT NOT NULL REFERENCES person,
            case_id TEXT NOT NULL REFERENCES client_case,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            PRIMARY KEY (person, case_id)
        ) STRICT;
        CREATE TABLE visit (
            person TEXT NOT NULL PRIMARY KEY REFERENCES person,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            before INTEGER CHECK (before IS NULL OR typeof(before) = 'integer'),
            all_seen INTEGER CHECK (all_seen IS NULL OR typeof(all_seen) = 'integer')
        ) STRICT;
        CREATE TABLE policy_read (
            person TEXT NOT NULL REFERENCES person,
            policy TEXT NOT NULL CHECK (policy IN ('privacy', 'platform')),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            PRIMARY KEY (person, policy)
        ) STRICT;
        """),
    Migration(
        "0014 resumable uploads",
        """
        CREATE TABLE resumable (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL,
            case_id TEXT NOT NULL,
            person TEXT NOT NULL REFERENCES person,
            batch TEXT NOT NULL,
            batch_receipt TEXT NOT NULL,
            metadata TEXT NOT NULL,
            name TEXT NOT NULL,
            visibility TEXT NOT NULL CHECK (visibility IN ('client', 'internal')),
            length INTEGER NOT NULL CHECK (typeof(length) = 'integer' AND length > 0),
            received INTEGER NOT NULL CHECK (typeof(received) = 'integer' AND received BETWEEN 0 AND length),
            expires INTEGER NOT NULL CHECK (typeof(expires) = 'integer'),
            receipt TEXT,
            document TEXT,
            FOREIGN KEY (client, case_id) REFERENCES client_case (client, id)
        ) STRICT;
        CREATE INDEX resumable_person ON resumable (person, batch);
        CREATE INDEX resumable_expires ON resumable (expires);
        CREATE TABLE resumable_piece (
            upload TEXT NOT NULL REFERENCES resumable,
            start INTEGER NOT NULL CHECK (typeof(start) = 'integer'),
            place INTEGER NOT NULL CHECK (typeof(place) = 'integer'),
            size INTEGER NOT NULL CHECK (typeof(size) = 'integer' AND size > 0),
            wrapped_key BLOB NOT NULL,
            PRIMARY KEY (upload, start)
        ) STRICT;
        """),
    Migration(
        "0015 previews",
        """
        CREATE TABLE conversion (
            document TEXT NOT NULL PRIMARY KEY REFERENCES document ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'made', 'none')),
            reason TEXT NOT NULL DEFAULT '',
            tries INTEGER NOT NULL DEFAULT 0 CHECK (typeof(tries) = 'integer')
        ) STRICT;
        CREATE INDEX conversion_waiting ON conversion (document) WHERE state = 'waiting';
        CREATE TABLE derived (
            id TEXT NOT NULL PRIMARY KEY,
            document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
            client TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('copy', 'preview', 'thumbnail', 'text')),
            type TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (typeof(size) = 'integer' AND size > 0),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            width INTEGER NOT NULL CHECK (typeof(width) = 'integer'),
            height INTEGER NOT NULL CHECK (typeof(height) = 'integer'),
            wrapped_key BLOB NOT NULL,
            UNIQUE (document, kind)
        ) STRICT;
        CREATE TRIGGER conversion_document AFTER INSERT ON document BEGIN
            INSERT INTO conversion (document, state) VALUES (new.id, 'waiting');
        END;
        INSERT INTO conversion (document, state)
        SELECT id, CASE WHEN removed_at IS NULL THEN 'waiting' ELSE 'none' END FROM document;
        -- The search. Triggers only note which rows changed, in an ordinary table: the index is brought up to date in the
        -- background, so that no change and no import waits for it. One row * stands for everything (an import): while it is
        -- there, nothing else is noted.
        CREATE TABLE search_row (
            position INTEGER NOT NULL PRIMARY KEY CHECK (typeof(position) = 'integer'),
            subject TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            client TEXT NOT NULL,
            scope TEXT NOT NULL,
            title TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE search USING fts5(
            scope, title, body, content='search_row', content_rowid='position',
            tokenize='unicode61 remove_diacritics 2', prefix='2 3'
        );
        CREATE TABLE search_due (
            subject TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL
        ) STRICT;
        INSERT INTO search_due (subject, kind) VALUES ('*', 'everything');
        CREATE TRIGGER search_client_new AFTER INSERT ON client WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'client') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_client_set AFTER UPDATE OF slug, name, email, phone, address, city, vat ON client WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'client') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_client_gone AFTER DELETE ON client WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'client') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_contact_new AFTER INSERT ON contact WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'contact') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_contact_gone AFTER DELETE ON contact WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'contact') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_person_set AFTER UPDATE OF email, name ON person WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'person') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_client_case_new AFTER INSERT ON client_case WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'case') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_client_case_set AFTER UPDATE OF title, summary ON client_case WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'case') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_client_case_gone AFTER DELETE ON client_case WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'case') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_event_new AFTER INSERT ON event WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'event') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_event_set AFTER UPDATE OF title, body ON event WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'event') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_event_gone AFTER DELETE ON event WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'event') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_message_new AFTER INSERT ON message WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'message') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_message_set AFTER UPDATE OF author, body, withdrawn ON message WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'message') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_message_gone AFTER DELETE ON message WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'message') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_invoice_new AFTER INSERT ON invoice WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'invoice') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_invoice_set AFTER UPDATE OF number, reference, notes ON invoice WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'invoice') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_invoice_gone AFTER DELETE ON invoice WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'invoice') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_invoice_line_new AFTER INSERT ON invoice_line WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.invoice, 'invoice') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_invoice_line_set AFTER UPDATE OF description ON invoice_line WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.invoice, 'invoice') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_invoice_line_gone AFTER DELETE ON invoice_line WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.invoice, 'invoice') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_document_new AFTER INSERT ON document WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'document') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_document_set AFTER UPDATE OF name, removed_at ON document WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.id, 'document') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_document_gone AFTER DELETE ON document WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.id, 'document') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_derived_new AFTER INSERT ON derived WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (new.document, 'document') ON CONFLICT DO NOTHING; END;
        CREATE TRIGGER search_derived_gone AFTER DELETE ON derived WHEN (SELECT true FROM search_due WHERE subject = '*') IS NULL
        BEGIN INSERT INTO search_due (subject, kind) VALUES (old.document, 'document') ON CONFLICT DO NOTHING; END;
        """),
    Migration(
        "0016 appearance",
        """
        CREATE TABLE picture (
            name TEXT NOT NULL PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;
        """),
    Migration(
        "0017 papers",
        """
        ALTER TABLE paper_request ADD COLUMN reminded TEXT;
        CREATE INDEX paper_request_due ON paper_request (due) WHERE due IS NOT NULL;
        ALTER TABLE resumable ADD COLUMN paper TEXT;
        ALTER TABLE document ADD COLUMN published INTEGER CHECK (published IS NULL OR typeof(published) = 'integer');
        ALTER TABLE case_template ADD COLUMN papers_title TEXT NOT NULL DEFAULT '';
        ALTER TABLE case_template ADD COLUMN papers_days INTEGER
            CHECK (papers_days IS NULL OR (typeof(papers_days) = 'integer' AND papers_days >= 0));
        CREATE TABLE case_template_paper (
            template TEXT NOT NULL REFERENCES case_template,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer' AND position > 0),
            title TEXT NOT NULL CHECK (title <> ''),
            hint TEXT NOT NULL,
            kinds TEXT NOT NULL CHECK (kinds IN ('any', 'pdf', 'photo', 'document', 'sheet', 'pdf-photo')),
            largest INTEGER CHECK (largest IS NULL OR (typeof(largest) = 'integer' AND largest > 0)),
            PRIMARY KEY (template, position)
        ) STRICT;
        """),
]
