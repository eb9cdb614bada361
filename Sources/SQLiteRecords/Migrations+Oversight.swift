import Records

/// Incidents, access of the operator, and who looked at what.
let oversight = [
    Migration(
        "0026 oversight",
        """
        CREATE TABLE access_grant (
            id TEXT NOT NULL PRIMARY KEY,
            person TEXT,
            given INTEGER NOT NULL CHECK (typeof(given) = 'integer'),
            until INTEGER NOT NULL CHECK (typeof(until) = 'integer' AND until > given),
            ended INTEGER CHECK (ended IS NULL OR typeof(ended) = 'integer'),
            reason TEXT NOT NULL CHECK (reason <> '')
        ) STRICT;
        CREATE INDEX access_grant_given ON access_grant (given);
        CREATE TABLE incident (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('confidentiality', 'integrity', 'availability')),
            origin TEXT NOT NULL CHECK (origin IN ('operator', 'detector')),
            discovered INTEGER NOT NULL CHECK (typeof(discovered) = 'integer'),
            title TEXT NOT NULL CHECK (title <> '')
        ) STRICT;
        CREATE TABLE incident_step (
            incident TEXT NOT NULL REFERENCES incident,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer' AND position > 0),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            actor TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('open', 'update', 'told-authority', 'told-people', 'close')),
            facts TEXT NOT NULL,
            effects TEXT NOT NULL,
            measures TEXT NOT NULL,
            shown TEXT NOT NULL,
            PRIMARY KEY (incident, position)
        ) STRICT;
        CREATE TRIGGER incident_stays BEFORE UPDATE ON incident BEGIN SELECT RAISE(ABORT, 'incidents are only added'); END;
        CREATE TRIGGER incident_step_stays BEFORE UPDATE ON incident_step
        BEGIN SELECT RAISE(ABORT, 'incidents are only added'); END;
        CREATE TRIGGER incident_remains BEFORE DELETE ON incident BEGIN SELECT RAISE(ABORT, 'incidents are only added'); END;
        CREATE TRIGGER incident_step_remains BEFORE DELETE ON incident_step
        BEGIN SELECT RAISE(ABORT, 'incidents are only added'); END;
        CREATE INDEX audit_subject ON audit (subject, seq);
        """)
]
