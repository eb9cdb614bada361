import Records

/// What requests for erasure, archives of accounts, and those who must not come back need; continues `migrations`.
let granting = [
    Migration("0030 granted erasures", "ALTER TABLE data_request ADD COLUMN erasure TEXT;"),
    Migration(
        "0031 put away",
        """
        CREATE TABLE put_away (
            person TEXT NOT NULL PRIMARY KEY REFERENCES person,
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            sealed BLOB NOT NULL
        ) STRICT;
        """),
    Migration(
        "0032 who must not come back",
        """
        CREATE TABLE erased_address (
            mark BLOB NOT NULL PRIMARY KEY CHECK (length(mark) = 32),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer')
        ) STRICT;
        """),
]
