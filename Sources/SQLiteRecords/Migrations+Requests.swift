import Records

/// What answers a request about data: corrections as they are asked for, and links to copies.
let requests = [
    Migration(
        "0033 answers to requests",
        """
        CREATE TABLE data_request_change (
            request TEXT NOT NULL REFERENCES data_request,
            client TEXT NOT NULL REFERENCES client,
            field TEXT NOT NULL CHECK (field IN ('name', 'email', 'phone', 'address', 'city', 'postcode', 'vat')),
            old TEXT NOT NULL,
            new TEXT NOT NULL CHECK (new <> old),
            PRIMARY KEY (request, client, field)
        ) STRICT;
        CREATE INDEX data_request_change_client ON data_request_change (client);
        CREATE TABLE data_request_copy (
            token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
            request TEXT NOT NULL REFERENCES data_request,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            expires INTEGER NOT NULL CHECK (typeof(expires) = 'integer' AND expires > created)
        ) STRICT;
        CREATE INDEX data_request_copy_request ON data_request_copy (request);
        CREATE INDEX data_request_copy_expires ON data_request_copy (expires);
        CREATE TABLE step_of_request (
            request TEXT NOT NULL REFERENCES data_request,
            position INTEGER NOT NULL CHECK (typeof(position) = 'integer'),
            at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
            what TEXT NOT NULL
                CHECK (what IN ('received', 'reminded', 'noted', 'exported', 'offered', 'fetched', 'carried', 'decided')),
            person TEXT REFERENCES person,
            words TEXT NOT NULL,
            PRIMARY KEY (request, position)
        ) STRICT;
        INSERT INTO step_of_request SELECT request, position, at, what, person, words FROM data_request_step;
        DROP TABLE data_request_step;
        ALTER TABLE step_of_request RENAME TO data_request_step;
        CREATE INDEX data_request_step_person ON data_request_step (person);
        """)
]
