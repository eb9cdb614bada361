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
    /// What happened last over all of them, the newest first. Empty for staff.
    public let news: [News]
}

extension OpenAgency {
    /// The values of a person's own start.
    public func start(_ session: Session) async throws -> Start {
        let person = session.person
        guard !person.role.isStaff else { return Start(name: person.name, isStaff: true, clients: [], news: []) }
        note(Noted(session.actor, "start.read", subject: person.id.text, group: .session(session.tokenHash)))
        let zone = try await agency().zone
        let today = Day(world.now(), in: zone)
        let (clients, news) = try await records.read { connection in
            let rights = Dictionary(
                uniqueKeysWithValues: try connection.contacts(of: person.id).map { ($0.client, $0.sees) })
            let open = try connection.openCaseCounts()
            var (clients, news): ([Start.Client], [News]) = ([], [])
            for client in try connection.clients(ofContact: person.id) {
                let sees = rights[client.id] ?? []
                let invoices = sees.contains(.invoices) ? try connection.invoices(of: client.id) : []
                clients.append(
                    Start.Client(
                        slug: client.slug, name: client.name,
                        openCases: sees.contains(.cases) ? open[client.id] ?? 0 : nil,
                        unpaid: try Unpaid.counts(invoices, today)[client.id] ?? 0))
                news += try News.latest(of: client, sees, invoices: invoices, in: zone, connection)
            }
            return (clients, News.newest(news))
        }
        return Start(name: person.name, isStaff: false, clients: clients, news: news)
    }
}
