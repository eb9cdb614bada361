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
]
