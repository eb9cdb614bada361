public import Model
import Records

/// What a person sees first after signing in.
public struct Start: Sendable, Hashable {
    /// One client of whom the person is a contact.
    public struct Client: Sendable, Hashable {
        public let slug: Slug
        public let name: String
        /// Open or waiting; nil when the contact may not see cases.
        public let openCases: Int?
        /// Invoices of which something is owed; 0 when the contact may not see invoices.
        public let unpaid: Int
    }

    public let name: String
    public let isStaff: Bool
    /// By name. Empty for staff, who have a list of their own.
    public let clients: [Client]
}

extension OpenAgency {
    /// The values of a person's own start.
    public func start(_ session: Session) async throws -> Start {
        let person = session.person
        guard !person.role.isStaff else { return Start(name: person.name, isStaff: true, clients: []) }
        note(Noted(session.actor, "start.read", subject: person.id.text, group: .session(session.tokenHash)))
        let today = try await today()
        let clients = try await records.read { connection in
            let rights = Dictionary(
                uniqueKeysWithValues: try connection.contacts(of: person.id).map { ($0.client, $0.sees) })
            let open = try connection.openCaseCounts()
            return try connection.clients(ofContact: person.id).map { client in
                let sees = rights[client.id] ?? []
                return Start.Client(
                    slug: client.slug, name: client.name, openCases: sees.contains(.cases) ? open[client.id] ?? 0 : nil,
                    unpaid: sees.contains(.invoices)
                        ? try Unpaid.counts(connection.invoices(of: client.id), today)[client.id] ?? 0 : 0)
            }
        }
        return Start(name: person.name, isStaff: false, clients: clients)
    }
}
