import Records

/// The schema on SQLite. Append only; a test compares the digests of the released steps.
/// Integer columns check their type, because SQLite would take text in them.
let migrations: [Migration] =
    foundation + portal + privacy + workspace + usage + erasing + oversight + rights + welcome + granting + requests + answerable
    + parties

/// Records as the first version kept them.
private let foundation = [
    Migration(
        "0001 settings",
        """
        CREATE TABLE setting (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;
        CREATE TABLE counter (
            name TEXT NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL CHECK (typeof(value) = 'integer')
        ) STRICT;
        """),
    Migration(
        "0002 people",
        """
        CREATE TABLE client (
            id TEXT NOT NULL PRIMARY KEY,
            slug TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('company', 'person')),
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            address TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            postcode TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            vat TEXT NOT NULL DEFAULT '',
            language TEXT NOT NULL DEFAULT '',
            currency TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE TABLE person (
            id TEXT NOT NULL PRIMARY KEY,
            email TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'agent', 'contact')),
            language TEXT NOT NULL DEFAULT '',
            password TEXT,
            epoch INTEGER NOT NULL DEFAULT 0 CHECK (typeof(epoch) = 'integer'),
            disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
        ) STRICT;
        CREATE TABLE contact (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL REFERENCES client,
            person TEXT NOT NULL REFERENCES person,
            language TEXT NOT NULL CHECK (language <> ''),
            sees TEXT NOT NULL,
            UNIQUE (client, person)
        ) STRICT;
        CREATE INDEX contact_person ON contact (person);
        CREATE TABLE assignment (
            person TEXT NOT NULL REFERENCES person,
            client TEXT NOT NULL REFERENCES client,
            PRIMARY KEY (person, client)
        ) STRICT;
        """),
    Migration(
        "0003 cases",
        """
        CREATE TABLE client_case (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL REFERENCES client,
            slug TEXT NOT NULL,
            title TEXT NOT NULL CHECK (title <> ''),
            status TEXT NOT NULL CHECK (status IN ('open', 'waiting', 'closed')),
            opened TEXT NOT NULL,
            closed TEXT,
            summary TEXT NOT NULL DEFAULT '',
            UNIQUE (client, slug),
            UNIQUE (client, id)
        ) STRICT;
        CREATE TABLE event (
            id TEXT NOT NULL PRIMARY KEY,
            case_id TEXT NOT NULL REFERENCES client_case,
            day TEXT NOT NULL,
            at INTEGER CHECK (at IS NULL OR typeof(at) = 'integer'),
            kind TEXT NOT NULL CHECK (kind IN ('note', 'call', 'meeting', 'filing', 'milestone')),
            title TEXT NOT NULL,
            body TEXT NOT NULL DEFAULT '',
            visibility TEXT NOT NULL CHECK (visibility IN ('client', 'internal')),
            corrects TEXT REFERENCES event
        ) STRICT;
        CREATE INDEX event_case ON event (case_id, day, title);
        """),
    Migration(
        "0004 invoices",
        """
        CREATE TABLE invoice (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL REFERENCES client,
            case_id TEXT,
            reference TEXT,
            number TEXT,
            series TEXT NOT NULL DEFAULT '',
            issued TEXT,
            due TEXT,
            service_from TEXT,
            service_to TEXT,
            currency TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('draft', 'issued')),
            credits TEXT REFERENCES invoice,
            notes TEXT NOT NULL DEFAULT '',
            CHECK (status = 'draft' OR (number IS NOT NULL AND issued IS NOT NULL)),
            FOREIGN KEY (client, case_id) REFERENCES client_case (client, id)
        ) STRICT;
        CREATE UNIQUE INDEX invoice_number ON invoice (number);
        CREATE UNIQUE INDEX invoice_reference ON invoice (reference);
        CREATE INDEX invoice_client ON invoice (client, issued);
        CREATE INDEX invoice_credits ON invoice (credits);
        CREATE TABLE invoice_line (
            id TEXT NOT NULL PRIMARY KEY,
            invoice TEXT NOT NULL REFERENCES invoice,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer' AND position > 0),
            description TEXT NOT NULL,
            quantity TEXT NOT NULL,
            unit TEXT NOT NULL DEFAULT '',
            unit_price TEXT NOT NULL,
            tax_rate TEXT NOT NULL,
            tax_category TEXT NOT NULL CHECK (tax_category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
            exemption TEXT NOT NULL DEFAULT '',
            UNIQUE (invoice, position)
        ) STRICT;
        CREATE TABLE payment (
            id TEXT NOT NULL PRIMARY KEY,
            invoice TEXT NOT NULL REFERENCES invoice,
            day TEXT NOT NULL,
            amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
            provider TEXT NOT NULL,
            reference TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX payment_invoice ON payment (invoice, day);
        """),
    Migration(
        "0005 documents",
        """
        CREATE TABLE document (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL,
            case_id TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            type TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (typeof(size) = 'integer' AND size > 0),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            origin TEXT NOT NULL CHECK (origin IN ('staff', 'client')),
            visibility TEXT NOT NULL CHECK (visibility IN ('client', 'internal')),
            person TEXT REFERENCES person,
            received INTEGER NOT NULL CHECK (typeof(received) = 'integer'),
            version INTEGER NOT NULL DEFAULT 1 CHECK (typeof(version) = 'integer'),
            wrapped_key BLOB NOT NULL,
            receipt TEXT,
            removed_at INTEGER CHECK (removed_at IS NULL OR typeof(removed_at) = 'integer'),
            FOREIGN KEY (client, case_id) REFERENCES client_case (client, id)
        ) STRICT;
        CREATE INDEX document_case ON document (case_id, received);
        CREATE INDEX document_client ON document (client, received);
        CREATE TABLE receipt (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT NOT NULL,
            case_id TEXT NOT NULL,
            person TEXT NOT NULL REFERENCES person,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            FOREIGN KEY (client, case_id) REFERENCES client_case (client, id)
        ) STRICT;
        CREATE TABLE receipt_file (
            receipt TEXT NOT NULL REFERENCES receipt,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer'),
            name TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (typeof(size) = 'integer'),
            sha256 BLOB NOT NULL,
            document TEXT,
            repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
            refused_kind TEXT,
            refused_word TEXT,
            refused_arguments TEXT,
            PRIMARY KEY (receipt, position)
        ) STRICT;
        """),
    Migration(
        "0006 sessions",
        """
        CREATE TABLE session (
            token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
            person TEXT NOT NULL REFERENCES person,
            epoch INTEGER NOT NULL CHECK (typeof(epoch) = 'integer'),
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            seen INTEGER NOT NULL CHECK (typeof(seen) = 'integer')
        ) STRICT;
        CREATE INDEX session_person ON session (person);
        CREATE TABLE invitation (
            token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
            person TEXT NOT NULL REFERENCES person,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            expires INTEGER NOT NULL CHECK (typeof(expires) = 'integer'),
            used INTEGER CHECK (used IS NULL OR typeof(used) = 'integer')
        ) STRICT;
        CREATE INDEX invitation_person ON invitation (person);
        CREATE TABLE device (
            token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
            person TEXT NOT NULL REFERENCES person,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer')
        ) STRICT;
        CREATE INDEX device_person ON device (person);
        """),
    Migration(
        "0007 audit",
        """
        CREATE TABLE audit (
            seq INTEGER NOT NULL PRIMARY KEY CHECK (typeof(seq) = 'integer'),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            outcome TEXT NOT NULL,
            sealed BLOB NOT NULL CHECK (length(sealed) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE TABLE audit_detail (
            seq INTEGER NOT NULL PRIMARY KEY REFERENCES audit,
            salt BLOB NOT NULL CHECK (length(salt) = 16),
            detail TEXT NOT NULL
        ) STRICT;
        """),
    Migration(
        "0008 pages",
        """
        CREATE TABLE stale (
            page TEXT NOT NULL PRIMARY KEY,
            gen INTEGER NOT NULL CHECK (typeof(gen) = 'integer'),
            withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))
        ) STRICT;
        CREATE TABLE page_file (
            path TEXT NOT NULL PRIMARY KEY,
            page TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (typeof(size) = 'integer'),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            fresh_until INTEGER CHECK (fresh_until IS NULL OR typeof(fresh_until) = 'integer')
        ) STRICT;
        CREATE INDEX page_file_page ON page_file (page);
        CREATE INDEX page_file_fresh ON page_file (fresh_until);
        """),
]
