import Records

/// Whom issued invoices name.
let parties = [
    // What was issued before names from now on whom it named until now.
    Migration(
        "0038 parties of invoices",
        """
        CREATE TABLE invoice_party (
            invoice TEXT NOT NULL REFERENCES invoice,
            role TEXT NOT NULL CHECK (role IN ('seller', 'buyer')),
            name TEXT NOT NULL CHECK (name <> ''),
            address TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            postcode TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '',
            vat TEXT NOT NULL DEFAULT '',
            company_code TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (invoice, role)
        ) STRICT;
        INSERT INTO invoice_party (invoice, role, name, address, city, postcode, country, vat, company_code, email, phone)
            WITH agency AS (SELECT
                coalesce(nullif(max(value) FILTER (WHERE key = 'legal_name'), ''), max(value) FILTER (WHERE key = 'name'), '–') AS name,
                coalesce(max(value) FILTER (WHERE key = 'address'), '') AS address,
                coalesce(max(value) FILTER (WHERE key = 'city'), '') AS city,
                coalesce(max(value) FILTER (WHERE key = 'postcode'), '') AS postcode,
                coalesce(max(value) FILTER (WHERE key = 'country'), '') AS country,
                coalesce(max(value) FILTER (WHERE key = 'vat'), '') AS vat,
                coalesce(max(value) FILTER (WHERE key = 'company_code'), '') AS company_code,
                coalesce(max(value) FILTER (WHERE key = 'email'), '') AS email,
                coalesce(max(value) FILTER (WHERE key = 'phone'), '') AS phone
                FROM setting)
            SELECT invoice.id, 'seller', agency.* FROM invoice, agency WHERE invoice.status = 'issued'
            UNION ALL
            SELECT invoice.id, 'buyer', client.name, client.address, client.city, client.postcode, client.country, client.vat, '', '', ''
                FROM invoice JOIN client ON client.id = invoice.client WHERE invoice.status = 'issued';
        CREATE TRIGGER invoice_party_stays BEFORE UPDATE ON invoice_party
        BEGIN SELECT RAISE(ABORT, 'issued invoices never change'); END;
        """)
]
