import Records

/// What people decide about their data, and what is known of how the portal is used.
let privacy = [
    Migration(
        "0018 consent",
        """
        CREATE TABLE consent (
            id TEXT NOT NULL PRIMARY KEY,
            reference TEXT NOT NULL CHECK (reference <> ''),
            person TEXT,
            purpose TEXT NOT NULL CHECK (purpose IN ('analytics')),
            decision TEXT NOT NULL CHECK (decision IN ('given', 'refused', 'withdrawn')),
            notice TEXT NOT NULL CHECK (length(notice) = 64),
            how TEXT NOT NULL CHECK (how IN ('form')),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer')
        ) STRICT;
        CREATE INDEX consent_of_reference ON consent (reference, at);
        CREATE INDEX consent_of_person ON consent (person, at) WHERE person IS NOT NULL;
        CREATE TRIGGER consent_stays BEFORE UPDATE ON consent
        BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
        """)
]
