public import Model
import Records

/// A client as the staff's list shows it.
public struct ListedClient: Sendable, Hashable {
    /// The client itself.
    public let client: Client
    /// Open and waiting ones.
    public let openCases: Int
    /// Invoices of which something is owed.
    public let unpaid: Int
    /// People of the client who may sign in.
    public let contacts: Int

    /// - Parameters: as the properties.
    public init(client: Client, openCases: Int, unpaid: Int, contacts: Int) {
        (self.client, self.openCases, self.unpaid, self.contacts) = (client, openCases, unpaid, contacts)
    }
}

/// One page of the staff's list of clients.
public struct ClientList: Sendable, Hashable {
    /// The rows of this page.
    public let rows: [ListedClient]
    /// How many the filter shows, on all pages.
    public let matching: Int
    /// How many the person may see that are not archived.
    public let total: Int
    /// The page that this is; the last one where a later one was asked for.
    public let page: Int
    /// How many pages there are.
    public let pages: Int

    /// - Parameters: as the properties.
    public init(rows: [ListedClient], matching: Int, total: Int, page: Int, pages: Int) {
        (self.rows, self.matching, self.total, self.page, self.pages) = (rows, matching, total, page, pages)
    }
}

extension OpenAgency {
    /// The clients that a member of staff may see and asks for.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func clientList(_ session: Session, _ filter: ClientFilter) async throws -> ClientList {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        try await foldClients()
        note(Noted(session.actor, "clients.read", subject: id.text, group: .session(session.tokenHash)))
        let (size, query, today) = (ClientFilter.pageSize, filter.query(for: session.person), try await today())
        let owed = filter.asksUnpaid ? try await unpaidCounts() : nil
        return try await records.read { connection in
            let owing = try owed.map { filter.owing(try connection.clientIDs(query), $0) }
            let matching = try owing?.count ?? connection.clientCount(query)
            let pages = max(1, (matching + size - 1) / size)
            let page = min(filter.page, pages)
            let shown =
                if let owing {
                    try owing.dropFirst((page - 1) * size).prefix(size).compactMap { try connection.countedClient($0) }
                } else {
                    try connection.clients(query, limit: size, offset: (page - 1) * size)
                }
            // Only of those that are shown: to count them looks at every line of every invoice.
            let unpaid = try owed ?? Unpaid.counts(shown.flatMap { try connection.invoices(of: $0.client.id) }, today)
            return ClientList(
                rows: shown.map { ListedClient($0, unpaid: unpaid) }, matching: matching,
                total: try connection.clientCount(ClientQuery(person: session.person)), page: page, pages: pages)
        }
    }

    /// All that the filter shows, in its order.
    func listed(_ session: Session, _ filter: ClientFilter) async throws -> [ListedClient] {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        try await foldClients()
        let unpaid = try await unpaidCounts()
        let query = filter.query(for: session.person)
        return try await records.read { connection in
            let all = try connection.clients(query)
            guard filter.asksUnpaid else { return all.map { ListedClient($0, unpaid: unpaid) } }
            let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.client.id, $0) })
            return filter.owing(all.map(\.client.id), unpaid).compactMap { id in
                byID[id].map { ListedClient($0, unpaid: unpaid) }
            }
        }
    }

    /// Fills in what the list sorts by, where something else than a form wrote a client.
    private func foldClients() async throws {
        guard try await records.read({ try $0.hasUnfoldedClients() }) else { return }
        while try await records.write({ try $0.foldClients(limit: 500) }) {}
    }
}

extension ListedClient {
    init(_ counted: CountedClient, unpaid: [ID<Client>: Int]) {
        self.init(
            client: counted.client, openCases: counted.openCases, unpaid: unpaid[counted.client.id] ?? 0,
            contacts: counted.contacts)
    }
}

extension ClientFilter {
    /// The filter as the records answer it; what somebody owes is computed, and looked at afterwards.
    func query(for person: Person) -> ClientQuery {
        let state: ClientQuery.State =
            switch state {
            case .active, .unpaid: .active
            case .open: .open
            case .mine: .mine
            case .archived: .archived
            case .all: .all
            }
        let (order, isDown): (ClientQuery.Order, Bool) =
            switch sort {
            case .name, .unpaid, .unpaidDown: (.name, false)
            case .nameDown: (.name, true)
            case .cases: (.cases, false)
            case .casesDown: (.cases, true)
            case .contacts: (.contacts, false)
            case .contactsDown: (.contacts, true)
            }
        return ClientQuery(person: person, words: words, state: state, order: order, isDown: isDown)
    }

    /// Whether it asks for what somebody owes.
    var asksUnpaid: Bool { state == .unpaid || sort == .unpaid || sort == .unpaidDown }

    /// The clients of a list by name, filtered and sorted by how many invoices something is owed of.
    func owing(_ clients: [ID<Client>], _ counts: [ID<Client>: Int]) -> [ID<Client>] {
        let shown = state == .unpaid ? clients.filter { counts[$0] ?? 0 > 0 } : clients
        guard sort == .unpaid || sort == .unpaidDown else { return shown }
        // What is equal keeps its order.
        return shown.enumerated().sorted { left, right in
            let (one, other) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
            return one == other ? left.offset < right.offset : (sort == .unpaidDown) == (one > other)
        }.map(\.element)
    }
}
