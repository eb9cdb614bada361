import Records

/// How the portal is used, and how its promises to people change.
let usage = [
    Migration(
        "0022 usage",
        """
        CREATE TABLE usage_event (
            position INTEGER NOT NULL PRIMARY KEY CHECK (typeof(position) = 'integer'),
            day TEXT NOT NULL,
            address TEXT NOT NULL,
            browser TEXT NOT NULL,
            device TEXT NOT NULL CHECK (device IN ('', 'phone', 'tablet', 'computer')),
            page TEXT NOT NULL CHECK (page GLOB '/AGENCY*' AND instr(page, '?') = 0),
            feature TEXT NOT NULL,
            times INTEGER NOT NULL CHECK (typeof(times) = 'integer' AND times > 0),
            shortened INTEGER NOT NULL DEFAULT 0 CHECK (typeof(shortened) = 'integer' AND shortened IN (0, 1))
        ) STRICT;
        CREATE INDEX usage_event_of_day ON usage_event (day, address, page);
        CREATE TABLE usage_day (
            day TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('all', 'page', 'feature', 'browser', 'device', 'returning')),
            name TEXT NOT NULL,
            times INTEGER CHECK (times IS NULL OR (typeof(times) = 'integer' AND times >= 10)),
            PRIMARY KEY (day, kind, name)
        ) STRICT;
        CREATE TABLE usage_speed (
            day TEXT NOT NULL,
            page TEXT NOT NULL,
            bucket INTEGER NOT NULL CHECK (typeof(bucket) = 'integer'),
            times INTEGER NOT NULL CHECK (typeof(times) = 'integer'),
            failed INTEGER NOT NULL CHECK (typeof(failed) = 'integer'),
            PRIMARY KEY (day, page, bucket)
        ) STRICT;
        CREATE TABLE usage_return (
            day TEXT NOT NULL PRIMARY KEY,
            times INTEGER NOT NULL CHECK (typeof(times) = 'integer')
        ) STRICT;
        CREATE TABLE objection (
            person TEXT NOT NULL REFERENCES person,
            purpose TEXT NOT NULL CHECK (purpose IN ('usage', 'product')),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            PRIMARY KEY (person, purpose)
        ) STRICT;
        """),
]
