public import Model

private let select: SQL = "SELECT id, client, person, reason, words, since, told, lifted FROM restriction"

extension Restriction {
    init(_ row: any Row) throws {
        let subject: ProcessedSubject =
            if let client: ID<Client> = try row.idIfAny(1) { .client(client) } else { .person(try row.id(2)) }
        self.init(
            id: try row.id(0), subject: subject, reason: try row.word(3), words: try row.text(4), since: try row.instant(5))
        (told, lifted) = (try row.instantIfAny(6), try row.instantIfAny(7))
    }
}

extension Connection {
    /// The one gateway: whether somebody's data may be used for something. A restriction leaves nothing but keeping and showing
    /// (GDPR, Article 18(2)); an objection ends its own purpose (21).
    public func mayProcess(_ subject: ProcessedSubject, for purpose: Processing) throws -> Bool {
        guard try restriction(of: subject) == nil else { return false }
        guard case .person(let person) = subject, let objectionable = purpose.objectionable else { return true }
        return try !objections(of: person).contains { $0.purpose == objectionable }
    }

    /// - Throws: `Refusal(.restricted)` when it may not be changed.
    public func mustBeFree(_ subject: ProcessedSubject) throws {
        guard try mayProcess(subject, for: .change) else { throw Refusal(.restricted, "refusal.restricted") }
    }

    /// The restriction in force, or nil.
    public func restriction(of subject: ProcessedSubject) throws -> Restriction? {
        let whose: SQL =
            switch subject {
            case .client(let client): "client = \(client)"
            case .person(let person): "person = \(person)"
            }
        return try one(select + " WHERE lifted IS NULL AND " + whose + " ORDER BY id", Restriction.init)
    }

    /// One by its id.
    public func restriction(_ id: ID<Restriction>) throws -> Restriction? {
        try one(select + " WHERE id = \(id)", Restriction.init)
    }

    /// All that are in force, the oldest first.
    public func restrictions() throws -> [Restriction] {
        try all(select + " WHERE lifted IS NULL ORDER BY since, id", Restriction.init)
    }

    /// The clients whose data is restricted.
    public func restrictedClients() throws -> Set<ID<Client>> {
        Set(
            try all("SELECT client FROM restriction WHERE lifted IS NULL AND client IS NOT NULL ORDER BY client") { try $0.id(0) }
        )
    }

    /// The people whose data is restricted.
    public func restrictedPeople() throws -> Set<ID<Person>> {
        Set(
            try all("SELECT person FROM restriction WHERE lifted IS NULL AND person IS NOT NULL ORDER BY person") { try $0.id(0) }
        )
    }

    /// The contacts who are people whose data is restricted, by id.
    public func contactsOfRestricted() throws -> Set<String> {
        let sql: SQL = """
            SELECT contact.id FROM contact JOIN restriction ON restriction.person = contact.person
            WHERE restriction.lifted IS NULL ORDER BY contact.id
            """
        return Set(try all(sql) { try $0.text(0) })
    }

    /// Adds a restriction.
    public func insert(_ restriction: Restriction) throws {
        var (client, person): (ID<Client>?, ID<Person>?)
        switch restriction.subject {
        case .client(let id): client = id
        case .person(let id): person = id
        }
        try run(
            """
            INSERT INTO restriction (id, client, person, reason, words, since, told, lifted)
            VALUES (\(restriction.id), \(client), \(person), \(restriction.reason), \(restriction.words),
                \(restriction.since), \(restriction.told), \(restriction.lifted))
            """)
    }

    /// Writes that its end was told, or that it ended.
    public func update(_ restriction: Restriction) throws {
        try run(
            "UPDATE restriction SET told = \(restriction.told), lifted = \(restriction.lifted) WHERE id = \(restriction.id)")
    }
}
