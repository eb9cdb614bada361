import Records

/// What erasing people and keeping rules of retention need; continues `migrations`.
let erasing = [
    Migration(
        "0024 erasure",
        """
        ALTER TABLE client ADD COLUMN erased INTEGER CHECK (erased IS NULL OR typeof(erased) = 'integer');
        ALTER TABLE person ADD COLUMN erased INTEGER CHECK (erased IS NULL OR typeof(erased) = 'integer');
        CREATE TABLE erasure (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('client', 'person')),
            subject TEXT NOT NULL,
            actor TEXT NOT NULL,
            asked INTEGER NOT NULL CHECK (typeof(asked) = 'integer'),
            done INTEGER CHECK (done IS NULL OR typeof(done) = 'integer'),
            plan TEXT NOT NULL,
            receipt TEXT NOT NULL
        ) STRICT;
        CREATE INDEX erasure_done ON erasure (done);
        CREATE TABLE legal_hold (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('client', 'person')),
            subject TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            since INTEGER NOT NULL CHECK (typeof(since) = 'integer'),
            lifted INTEGER CHECK (lifted IS NULL OR typeof(lifted) = 'integer')
        ) STRICT;
        CREATE INDEX legal_hold_subject ON legal_hold (subject);
        """),
    Migration(
        "0025 inactivity",
        """
        CREATE TABLE inactivity (
            person TEXT NOT NULL PRIMARY KEY REFERENCES person,
            warnings INTEGER NOT NULL CHECK (typeof(warnings) = 'integer'),
            at INTEGER CHECK (at IS NULL OR typeof(at) = 'integer'),
            closed INTEGER CHECK (closed IS NULL OR typeof(closed) = 'integer')
        ) STRICT;
        """),
]
