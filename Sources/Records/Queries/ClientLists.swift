public import Model

/// Which clients a list shows, and in which order.
public struct ClientQuery: Sendable, Hashable {
    /// Which clients are listed.
    public enum State: Sendable {
        /// Those that are not archived.
        case active
        /// Of these, those with a case that is open or waiting.
        case open
        /// Of these, those assigned to the person who looks.
        case mine
        case archived, all
    }

    /// By what they are ordered.
    public enum Order: Sendable {
        case name, cases, contacts
    }

    /// Who looks: one of the agency's own people.
    public var person: Person
    /// Each stands somewhere in what is searched (`Folding.key`).
    public var words: [String]
    /// Which are listed.
    public var state: State
    /// In which order.
    public var order: Order
    /// From the other end; what is equal stays in the order of names.
    public var isDown: Bool

    /// - Parameters: as the properties.
    public init(
        person: Person, words: [String] = [], state: State = .active, order: Order = .name, isDown: Bool = false
    ) {
        (self.person, self.words, self.state) = (person, words.filter { !$0.isEmpty }, state)
        (self.order, self.isDown) = (order, isDown)
    }
}

/// A client with what the list says of it.
public struct CountedClient: Sendable, Hashable {
    /// The client itself.
    public let client: Client
    /// Open and waiting ones.
    public let openCases: Int
    /// People of the client who may sign in.
    public let contacts: Int
}

private let countedCases: SQL =
    "(SELECT count(*) FROM client_case WHERE client_case.client = client.id AND client_case.status <> 'closed')"
private let countedPeople: SQL = "(SELECT count(*) FROM contact WHERE contact.client = client.id)"

extension Connection {
    /// How many clients the query shows.
    public func clientCount(_ query: ClientQuery) throws -> Int {
        Int(try one("SELECT count(*) FROM client" + condition(query)) { try $0.integer(0) } ?? 0)
    }

    /// The ids of all that it shows, in its order.
    public func clientIDs(_ query: ClientQuery) throws -> [ID<Client>] {
        try all("SELECT id FROM client" + condition(query) + order(query)) { try $0.id(0) }
    }

    /// A part of what it shows.
    /// - Parameters:
    ///   - limit: the most clients; nil: all.
    ///   - offset: how many are passed over.
    public func clients(_ query: ClientQuery, limit: Int? = nil, offset: Int = 0) throws -> [CountedClient] {
        let part: SQL = limit.map { " LIMIT \($0) OFFSET \(offset)" } ?? ""
        return try all(counted + condition(query) + order(query) + part, CountedClient.init)
    }

    /// One client with what the list says of it, or nil.
    public func countedClient(_ id: ID<Client>) throws -> CountedClient? {
        try one(counted + " WHERE id = \(id)", CountedClient.init)
    }

    /// Fills in what clients are sorted by and searched in, where whoever wrote them did not.
    /// - Parameter limit: the most at once.
    /// - Returns: whether there may be more.
    public func foldClients(limit: Int) throws -> Bool {
        let found = try all(clientSelect + " WHERE folded = '' ORDER BY id LIMIT \(limit)", Client.init)
        for client in found {
            try run("UPDATE client SET folded = \(client.folded), sort_name = \(client.sortName) WHERE id = \(client.id)")
        }
        return found.count == limit
    }

    /// Whether `foldClients` has something to do.
    public func hasUnfoldedClients() throws -> Bool {
        try one("SELECT id FROM client WHERE folded = '' ORDER BY id LIMIT 1") { try $0.text(0) } != nil
    }

    private var counted: SQL { clientColumns + ", " + countedCases + ", " + countedPeople + " FROM client" }

    /// What the person may see is the rule of `clients(visibleTo:)`.
    private func condition(_ query: ClientQuery) throws -> SQL {
        let own: SQL = "id IN (SELECT client FROM assignment WHERE person = \(query.person.id))"
        var sql: SQL =
            switch query.state {
            case .active: " WHERE archived IS NULL"
            case .open: " WHERE archived IS NULL AND " + countedCases + " > 0"
            case .mine: " WHERE archived IS NULL AND " + own
            case .archived: " WHERE archived IS NOT NULL"
            case .all: " WHERE 1 = 1"
            }
        switch query.person.role {
        case .owner, .admin: break
        case .agent:
            sql = sql + " AND erased IS NULL"
            if try setting("agents_see_all") ?? "true" != "true" { sql = sql + " AND " + own }
        case .contact: sql = sql + " AND 1 = 0"
        }
        // Whether one text stands in another, as every engine can say it.
        for word in query.words { sql = sql + " AND replace(folded, \(word), '') <> folded" }
        return sql
    }

    private func order(_ query: ClientQuery) -> SQL {
        let down: SQL = query.isDown ? " DESC" : ""
        switch query.order {
        case .name: return query.isDown ? " ORDER BY sort_name DESC, name DESC, id DESC" : " ORDER BY sort_name, name, id"
        case .cases: return " ORDER BY " + countedCases + down + ", sort_name, name, id"
        case .contacts: return " ORDER BY " + countedPeople + down + ", sort_name, name, id"
        }
    }
}

extension CountedClient {
    init(_ row: any Row) throws {
        self.init(
            client: try Client(row), openCases: Int(try row.integer(16)), contacts: Int(try row.integer(17)))
    }
}
