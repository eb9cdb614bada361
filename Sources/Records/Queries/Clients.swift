public import Model

/// The columns that `Client(row)` reads.
let clientColumns: SQL = """
    SELECT id, slug, name, kind, email, phone, address, city, postcode, country, vat, language, currency, archived, erased,
        basis
    """

let clientSelect: SQL = clientColumns + " FROM client"

extension Client {
    init(_ row: any Row) throws {
        self.init(id: try row.id(0), slug: try row.slug(1), name: try row.text(2), kind: try row.word(3))
        (email, phone, address) = (try row.text(4), try row.text(5), try row.text(6))
        (city, postcode, country) = (try row.text(7), try row.text(8), try row.text(9))
        (vat, language, currency) = (try row.text(10), try row.text(11), try row.text(12))
        (archived, erased, basis) = (try row.instantIfAny(13), try row.instantIfAny(14), try row.word(15))
    }
}

extension Connection {
    /// The client, or nil.
    public func client(_ id: ID<Client>) throws -> Client? {
        try one(clientSelect + " WHERE id = \(id)", Client.init)
    }

    /// The client of that slug, or nil.
    public func client(slug: Slug) throws -> Client? {
        try one(clientSelect + " WHERE slug = \(slug)", Client.init)
    }

    /// Every client, by name.
    public func clients() throws -> [Client] {
        try all(clientSelect + " ORDER BY name, id", Client.init)
    }

    /// The clients whom the person may see, by name (the rule is that of `Access`): all for owners and admins, and for
    /// agents while the setting `agents_see_all` is on; else those assigned to the agent; a contact's own. Erased ones, of which only
    /// invoices are left, are for owners and admins.
    public func clients(visibleTo person: Person) throws -> [Client] {
        switch person.role {
        case .owner, .admin: try clients()
        case .agent where try setting("agents_see_all") ?? "true" == "true": try clients().filter { $0.erased == nil }
        case .agent: try clients(assignedTo: person.id)
        case .contact: try clients(ofContact: person.id)
        }
    }

    /// The clients assigned to an agent, by name.
    public func clients(assignedTo person: ID<Person>) throws -> [Client] {
        try all(
            clientSelect + " WHERE id IN (SELECT client FROM assignment WHERE person = \(person)) ORDER BY name, id", Client.init)
    }

    /// The clients of whom the person is a contact, by name; archived ones are shut to their contacts.
    public func clients(ofContact person: ID<Person>) throws -> [Client] {
        try all(
            clientSelect
                + " WHERE archived IS NULL AND id IN (SELECT client FROM contact WHERE person = \(person)) ORDER BY name, id",
            Client.init)
    }

    /// How many clients the agency has for each reason; those that are erased are none.
    public func clientsByBasis() throws -> [Client.Basis: Int64] {
        let rows = try all("SELECT basis, count(*) FROM client WHERE erased IS NULL GROUP BY basis ORDER BY basis") {
            (try $0.word(0) as Client.Basis, try $0.integer(1))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Adds a client.
    public func insert(_ client: Client) throws {
        try run(
            """
            INSERT INTO client (id, slug, name, kind, email, phone, address, city, postcode, country, vat, language, currency,
                folded, sort_name, basis)
            VALUES (\(client.id), \(client.slug), \(client.name), \(client.kind), \(client.email), \(client.phone),
                \(client.address), \(client.city), \(client.postcode), \(client.country), \(client.vat), \(client.language),
                \(client.currency), \(client.folded), \(client.sortName), \(client.basis))
            """)
    }

    /// Archives a client, or brings it back (nil); tells whether it exists.
    @discardableResult public func setArchived(_ archived: Instant?, of client: ID<Client>) throws -> Bool {
        try run("UPDATE client SET archived = \(archived) WHERE id = \(client)") > 0
    }

    /// Writes every field of a client but whether it is archived; tells whether it exists.
    @discardableResult public func update(_ client: Client) throws -> Bool {
        try run(
            """
            UPDATE client SET slug = \(client.slug), name = \(client.name), kind = \(client.kind), email = \(client.email),
                phone = \(client.phone), address = \(client.address), city = \(client.city), postcode = \(client.postcode),
                country = \(client.country), vat = \(client.vat), language = \(client.language),
                currency = \(client.currency), folded = \(client.folded), sort_name = \(client.sortName),
                basis = \(client.basis)
            WHERE id = \(client.id)
            """) > 0
    }
}
