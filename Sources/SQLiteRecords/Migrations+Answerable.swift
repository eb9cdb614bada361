import Records

/// What an agency, and whoever runs the program for it, answer for.
let answerable = [
    // Whoever was there before is served by contract, until the agency says otherwise.
    Migration(
        "0034 basis of clients",
        """
        ALTER TABLE client ADD COLUMN basis TEXT NOT NULL DEFAULT 'contract'
            CHECK (basis IN ('contract', 'legal-duty', 'consent', 'legitimate-interest'));
        """),
    Migration(
        "0035 support",
        """
        CREATE TABLE support_thread (
            id TEXT NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE CHECK (typeof(number) = 'integer' AND number > 0),
            subject TEXT NOT NULL CHECK (subject <> '')
        ) STRICT;
        CREATE TABLE support_message (
            id TEXT NOT NULL PRIMARY KEY,
            thread TEXT NOT NULL REFERENCES support_thread,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer' AND position > 0),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            side TEXT NOT NULL CHECK (side IN ('agency', 'operator')),
            person TEXT,
            body TEXT NOT NULL CHECK (body <> ''),
            UNIQUE (thread, position)
        ) STRICT;
        """),
    Migration(
        "0036 disclosures",
        """
        CREATE TABLE disclosure (
            id TEXT NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE CHECK (typeof(number) = 'integer' AND number > 0),
            authority TEXT NOT NULL CHECK (authority <> ''),
            basis TEXT NOT NULL CHECK (basis <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('client', 'person')),
            subject TEXT NOT NULL,
            gag TEXT
        ) STRICT;
        CREATE TABLE disclosure_step (
            disclosure TEXT NOT NULL REFERENCES disclosure,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer' AND position > 0),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            kind TEXT NOT NULL CHECK (kind IN ('open', 'approve', 'export', 'tell')),
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (disclosure, position)
        ) STRICT;
        CREATE UNIQUE INDEX disclosure_approver ON disclosure_step (disclosure, lower(name)) WHERE kind = 'approve';
        CREATE TRIGGER disclosure_stays BEFORE UPDATE OF id, number, authority, basis, kind, gag ON disclosure
        BEGIN SELECT RAISE(ABORT, 'disclosures are only added'); END;
        CREATE TRIGGER disclosure_step_stays BEFORE UPDATE ON disclosure_step
        BEGIN SELECT RAISE(ABORT, 'disclosures are only added'); END;
        CREATE TRIGGER disclosure_remains BEFORE DELETE ON disclosure BEGIN SELECT RAISE(ABORT, 'disclosures are only added'); END;
        CREATE TRIGGER disclosure_step_remains BEFORE DELETE ON disclosure_step
        BEGIN SELECT RAISE(ABORT, 'disclosures are only added'); END;
        """),
    Migration(
        "0037 sent forms",
        """
        CREATE TABLE sent_form (
            id TEXT NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer')
        ) STRICT;
        """),
]
