import Foundation
public import Model
import Records

/// A client as the staff's list shows it.
public struct ListedClient: Sendable, Hashable {
    public let client: Client
    /// Open and waiting ones.
    public let openCases: Int
    /// Invoices of which something is owed.
    public let unpaid: Int
    /// People of the client who may sign in.
    public let contacts: Int

    public init(client: Client, openCases: Int, unpaid: Int, contacts: Int) {
        (self.client, self.openCases, self.unpaid, self.contacts) = (client, openCases, unpaid, contacts)
    }
}

/// One page of the staff's list of clients.
public struct ClientList: Sendable, Hashable {
    public let rows: [ListedClient]
    /// How many the filter shows, on all pages.
    public let matching: Int
    /// How many the person may see that are not archived.
    public let total: Int
    /// The page that this is; the last one where a later one was asked for.
    public let page: Int
    public let pages: Int

    public init(rows: [ListedClient], matching: Int, total: Int, page: Int, pages: Int) {
        (self.rows, self.matching, self.total, self.page, self.pages) = (rows, matching, total, page, pages)
    }
}

extension OpenAgency {
    /// The clients that a member of staff may see and asks for.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func clientList(_ session: Session, _ filter: ClientFilter) async throws -> ClientList {
        let (matching, total) = try await listed(session, filter)
        note(Noted(session.actor, "clients.read", subject: id.text, group: .session(session.tokenHash)))
        let pages = max(1, (matching.count + ClientFilter.pageSize - 1) / ClientFilter.pageSize)
        let page = min(filter.page, pages)
        let rows = matching.dropFirst((page - 1) * ClientFilter.pageSize).prefix(ClientFilter.pageSize)
        return ClientList(rows: Array(rows), matching: matching.count, total: total, page: page, pages: pages)
    }

    /// All that the filter shows, in its order, and how many clients there are that are not archived.
    func listed(_ session: Session, _ filter: ClientFilter) async throws -> ([ListedClient], total: Int) {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        let unpaid = try await unpaidCounts()
        let (clients, open, contacts, mine) = try await records.read { connection in
            (
                try connection.clients(visibleTo: session.person), try connection.openCaseCounts(),
                try connection.contactCounts(), try connection.clients(assignedTo: session.person.id).map(\.id)
            )
        }
        // By name as people read them, not as bytes: Ž stands by Z.
        let named = clients.map { (key: ClientFilter.folded($0.name), client: $0) }
            .sorted { ($0.key, $0.client.name, $0.client.id) < ($1.key, $1.client.name, $1.client.id) }
        let own = Set(mine)
        let rows = named.map(\.client).filter(filter.matches).map { client in
            ListedClient(
                client: client, openCases: open[client.id] ?? 0, unpaid: unpaid[client.id] ?? 0,
                contacts: contacts[client.id] ?? 0)
        }
        let shown = rows.filter { row in
            let isActive = row.client.archived == nil
            return switch filter.state {
            case .active: isActive
            case .open: isActive && row.openCases > 0
            case .unpaid: isActive && row.unpaid > 0
            case .mine: isActive && own.contains(row.client.id)
            case .archived: !isActive
            case .all: true
            }
        }
        return (filter.sorted(shown), clients.count { $0.archived == nil })
    }
}
