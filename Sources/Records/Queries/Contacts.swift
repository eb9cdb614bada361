public import Model

private let select: SQL = "SELECT id, client, person, language, sees FROM contact"

extension Contact {
    init(_ row: any Row) throws {
        guard let sees = Rights(words: try row.text(4)) else {
            throw Refusal(.failed, "refusal.records.value", ["column": "sees"])
        }
        self.init(id: try row.id(0), client: try row.id(1), person: try row.id(2), language: try row.text(3), sees: sees)
    }
}

extension Connection {
    /// The person as contact of the client, or nil.
    public func contact(of client: ID<Client>, person: ID<Person>) throws -> Contact? {
        try one(select + " WHERE client = \(client) AND person = \(person)", Contact.init)
    }

    /// The client's contacts.
    public func contacts(of client: ID<Client>) throws -> [Contact] {
        try all(select + " WHERE client = \(client) ORDER BY id", Contact.init)
    }

    /// What the person is a contact of.
    public func contacts(of person: ID<Person>) throws -> [Contact] {
        try all(select + " WHERE person = \(person) ORDER BY id", Contact.init)
    }

    /// Every contact of the agency.
    public func contacts() throws -> [Contact] {
        try all(select + " ORDER BY id", Contact.init)
    }

    /// The views that somebody who can sign in holds of the client, each once, in order; none while it is archived.
    public func views(of client: ID<Client>) throws -> [View] {
        // (`person IN (SELECT …)` would gather everybody who is not locked out, for each client anew.)
        let isActive: SQL = "EXISTS (SELECT 1 FROM person WHERE person.id = contact.person AND disabled = 0)"
        guard try one("SELECT 1 FROM client WHERE id = \(client) AND archived IS NULL", { _ in true }) ?? false else { return [] }
        let contacts = try all(select + " WHERE client = \(client) AND " + isActive + " ORDER BY id", Contact.init)
        return Set(contacts.map(\.view)).sorted()
    }

    /// The contact, or nil.
    public func contact(_ id: ID<Contact>) throws -> Contact? {
        try one(select + " WHERE id = \(id)", Contact.init)
    }

    /// Adds a contact.
    public func insert(_ contact: Contact) throws {
        try run(
            """
            INSERT INTO contact (id, client, person, language, sees)
            VALUES (\(contact.id), \(contact.client), \(contact.person), \(contact.language), \(contact.sees.words))
            """)
    }

    /// Writes language and rights; tells whether the contact exists. Whoever loses rights gets a new epoch besides.
    @discardableResult public func update(_ contact: Contact) throws -> Bool {
        try run("UPDATE contact SET language = \(contact.language), sees = \(contact.sees.words) WHERE id = \(contact.id)") > 0
    }

    /// Takes a contact away; tells whether there was one.
    @discardableResult public func removeContact(_ id: ID<Contact>) throws -> Bool {
        try run("DELETE FROM contact WHERE id = \(id)") > 0
    }

    /// Whether the agent is assigned to the client.
    public func isAssigned(_ person: ID<Person>, to client: ID<Client>) throws -> Bool {
        try one("SELECT 1 FROM assignment WHERE person = \(person) AND client = \(client)") { _ in true } ?? false
    }

    /// Assigns an agent to a client; twice is harmless.
    public func assign(_ person: ID<Person>, to client: ID<Client>) throws {
        try run("INSERT INTO assignment (person, client) VALUES (\(person), \(client)) ON CONFLICT DO NOTHING")
    }

    /// Takes an assignment away; tells whether there was one.
    @discardableResult public func unassign(_ person: ID<Person>, from client: ID<Client>) throws -> Bool {
        try run("DELETE FROM assignment WHERE person = \(person) AND client = \(client)") > 0
    }

    /// What the person may do with the client, by their own rows: the one way from ids to `Access`.
    public func access(of person: Person, to client: ID<Client>) throws -> Access {
        // What is erased is kept for the law alone: those who answer for the books see it, and nobody else.
        if try one("SELECT 1 FROM client WHERE id = \(client) AND erased IS NOT NULL", { _ in true }) ?? false {
            return [.owner, .admin].contains(person.role) ? .staff : .none
        }
        // What is archived is shut to its contacts.
        let isArchived = try one("SELECT 1 FROM client WHERE id = \(client) AND archived IS NOT NULL") { _ in true } ?? false
        return Access(
            role: person.role, contact: isArchived ? nil : try contact(of: client, person: person.id),
            isAssigned: try isAssigned(person.id, to: client),
            agentsSeeAll: try setting("agents_see_all") ?? "true" == "true")
    }
}
