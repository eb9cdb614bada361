public import Model
import Records

/// A client as the staff's list shows it.
public struct StaffClient: Sendable, Hashable {
    public let slug: Slug
    public let name: String
    /// Open and waiting ones, the newest first.
    public let cases: [Case]
    /// Invoices of which something is owed.
    public let unpaid: Int
}

extension OpenAgency {
    /// The clients whom a member of staff may see, by name.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func staffClients(_ session: Session) async throws -> [StaffClient] {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, "clients.read", subject: id.text, group: .session(session.tokenHash)))
        let unpaid = try await unpaidCounts()
        return try await records.read { connection in
            let open = Dictionary(grouping: try connection.cases().filter { $0.status != .closed }, by: \.client)
            return try connection.clients(visibleTo: session.person).map { client in
                StaffClient(
                    slug: client.slug, name: client.name,
                    cases: (open[client.id] ?? []).sorted { ($1.opened, $1.id.text) < ($0.opened, $0.id.text) },
                    unpaid: unpaid[client.id] ?? 0)
            }
        }
    }
}
