import Records

/// What accounts, lists and the search need beside the portal.
let workspace = [
    Migration(
        "0019 address changes",
        """
        CREATE TABLE address_change (
            id TEXT NOT NULL PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person,
            token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
            email TEXT NOT NULL,
            created INTEGER NOT NULL CHECK (typeof(created) = 'integer'),
            expires INTEGER NOT NULL CHECK (typeof(expires) = 'integer'),
            used INTEGER CHECK (used IS NULL OR typeof(used) = 'integer')
        ) STRICT;
        CREATE INDEX address_change_person ON address_change (person, created);
        """),
    // What the list of clients sorts by and is searched in. Whoever changes a client without filling these in (an older program, a
    // statement that empties names) leaves them empty, and the list fills them in.
    Migration(
        "0020 client lists",
        """
        ALTER TABLE client ADD COLUMN folded TEXT NOT NULL DEFAULT '';
        ALTER TABLE client ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';
        CREATE INDEX client_sort_name ON client (sort_name, name, id);
        CREATE INDEX client_unfolded ON client (id) WHERE folded = '';
        CREATE TRIGGER client_folded AFTER UPDATE OF slug, name, email, phone, city, vat ON client
        WHEN new.folded = old.folded AND (new.slug, new.name, new.email, new.phone, new.city, new.vat)
            <> (old.slug, old.name, old.email, old.phone, old.city, old.vat)
        BEGIN UPDATE client SET folded = '', sort_name = '' WHERE id = new.id; END;
        """),
    // Their words are searched from now on.
    Migration(
        "0021 words of Office files",
        """
        UPDATE conversion SET state = 'waiting', reason = '', tries = 0
        WHERE document IN (SELECT id FROM document WHERE removed_at IS NULL AND type IN (
            'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.oasis.opendocument.text'));
        """),
]
