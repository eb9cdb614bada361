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
    Migration(
        "0023 policies",
        """
        CREATE TABLE policy_version (
            id TEXT NOT NULL PRIMARY KEY,
            policy TEXT NOT NULL CHECK (policy IN ('privacy', 'platform')),
            language TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('announced', 'in-force', 'superseded')),
            source TEXT NOT NULL CHECK (source <> ''),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            material INTEGER NOT NULL CHECK (typeof(material) = 'integer' AND material IN (0, 1)),
            reason TEXT NOT NULL,
            announced INTEGER NOT NULL CHECK (typeof(announced) = 'integer'),
            announced_on TEXT NOT NULL,
            in_force_from TEXT NOT NULL,
            began INTEGER CHECK (began IS NULL OR typeof(began) = 'integer'),
            ended INTEGER CHECK (ended IS NULL OR typeof(ended) = 'integer'),
            CHECK (material = 0 OR julianday(in_force_from) >= julianday(announced_on) + 30),
            CHECK ((began IS NOT NULL) >= (state = 'in-force'))
        ) STRICT;
        CREATE UNIQUE INDEX policy_in_force ON policy_version (policy, language) WHERE state = 'in-force';
        CREATE UNIQUE INDEX policy_announced ON policy_version (policy, language) WHERE state = 'announced';
        CREATE TRIGGER policy_version_stays BEFORE UPDATE OF id, policy, language, source, digest, material, reason, announced,
            announced_on, in_force_from ON policy_version
        BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
        CREATE TABLE policy_notice (
            version TEXT NOT NULL REFERENCES policy_version,
            person TEXT NOT NULL REFERENCES person,
            mail TEXT,
            shown INTEGER CHECK (shown IS NULL OR typeof(shown) = 'integer'),
            PRIMARY KEY (version, person)
        ) STRICT;
        """),
]
