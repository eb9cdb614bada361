import Records

/// What people ask about their data, and what may not be done with it.
let rights = [
    Migration(
        "0027 rights",
        """
        CREATE TABLE data_request (
            id TEXT NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE CHECK (typeof(number) = 'integer'),
            kind TEXT NOT NULL CHECK (kind IN ('access', 'rectify', 'erase', 'restrict', 'portability', 'object')),
            channel TEXT NOT NULL CHECK (channel IN ('portal', 'form', 'staff')),
            person TEXT REFERENCES person,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            words TEXT NOT NULL,
            received INTEGER NOT NULL CHECK (typeof(received) = 'integer'),
            due INTEGER NOT NULL CHECK (typeof(due) = 'integer'),
            state TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused')),
            outcome TEXT NOT NULL,
            reminded INTEGER NOT NULL CHECK (typeof(reminded) = 'integer'),
            closed INTEGER CHECK (closed IS NULL OR typeof(closed) = 'integer')
        ) STRICT;
        CREATE INDEX data_request_person ON data_request (person);
        CREATE INDEX data_request_open ON data_request (received) WHERE state = 'open';
        CREATE TABLE data_request_step (
            request TEXT NOT NULL REFERENCES data_request,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer'),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            what TEXT NOT NULL CHECK (what IN ('received', 'reminded', 'noted', 'exported', 'carried', 'decided')),
            person TEXT REFERENCES person,
            words TEXT NOT NULL,
            PRIMARY KEY (request, position)
        ) STRICT;
        CREATE INDEX data_request_step_person ON data_request_step (person);
        CREATE TABLE restriction (
            id TEXT NOT NULL PRIMARY KEY,
            client TEXT REFERENCES client,
            person TEXT REFERENCES person,
            reason TEXT NOT NULL CHECK (reason IN ('a', 'b', 'c', 'd')),
            words TEXT NOT NULL,
            since INTEGER NOT NULL CHECK (typeof(since) = 'integer'),
            told INTEGER CHECK (told IS NULL OR typeof(told) = 'integer'),
            lifted INTEGER CHECK (lifted IS NULL OR (typeof(lifted) = 'integer' AND told IS NOT NULL)),
            CHECK ((client IS NULL) <> (person IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX restriction_client ON restriction (client) WHERE lifted IS NULL;
        CREATE UNIQUE INDEX restriction_person ON restriction (person) WHERE lifted IS NULL;
        """),
    Migration(
        "0028 letters without an account",
        """
        CREATE TABLE data_request_ticket (
            token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
            kind TEXT NOT NULL CHECK (kind IN ('access', 'rectify', 'erase', 'restrict', 'portability', 'object')),
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            words TEXT NOT NULL,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            expires INTEGER NOT NULL CHECK (typeof(expires) = 'integer')
        ) STRICT;
        CREATE INDEX data_request_ticket_email ON data_request_ticket (email, created);
        CREATE TABLE letter (
            id TEXT NOT NULL PRIMARY KEY,
            person TEXT REFERENCES person,
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
        INSERT INTO letter SELECT id, person, kind, security, address, subject, body, created, due, expires, state, tries,
            doubtful, reply, finished FROM mail;
        DROP TABLE mail;
        ALTER TABLE letter RENAME TO mail;
        CREATE INDEX mail_due ON mail (state, due);
        CREATE INDEX mail_created ON mail (created);
        """),
]
