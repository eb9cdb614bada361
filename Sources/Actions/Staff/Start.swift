public import Model
import Records
import Site

/// What a person sees first after signing in.
public struct Start: Sendable, Hashable {
    /// One client of whom the person is a contact.
    public struct Client: Sendable, Hashable {
        /// Its name in addresses.
        public let slug: Slug
        /// What it is called.
        public let name: String
        /// Open or waiting; nil when the contact may not see cases.
        public let openCases: Int?
        /// Invoices of which something is owed; 0 when the contact may not see invoices.
        public let unpaid: Int
        /// Papers that are still to be sent; 0 when the contact may not see cases.
        public var papers = 0
    }

    /// A case with messages that the person has not read.
    public struct Unread: Sendable, Hashable {
        /// The client's name in addresses.
        public let client: Slug
        /// What the client is called.
        public let clientName: String
        /// The case's name in addresses.
        public let record: Slug
        /// What the case is called.
        public let title: String
        /// How many messages.
        public let count: Int
        /// The newest of them.
        public let latest: Message
    }

    /// What the person is called.
    public let name: String
    /// Whether they are one of the agency's own.
    public let isStaff: Bool
    /// By name. Empty for staff, who have a list of their own.
    public let clients: [Client]
    /// What happened last over all of them, the newest first. Empty for staff.
    public let news: [News]
    /// The newest first. Empty for staff, who have an inbox.
    public var unread: [Unread] = []
    /// Policies of which the person has not read the text that there is now. Empty for staff.
    public var policies: [Start.PolicyToRead] = []
    /// Whether the person has just arrived, and has not looked at their account yet. Never of staff.
    public var isNewcomer = false

    /// A policy to be read.
    public struct PolicyToRead: Sendable, Hashable {
        /// Which one: the agency's, or the operator's.
        public let policy: Policy
        /// Whether the person had read an earlier text of it.
        public let isChanged: Bool
    }
}

extension OpenAgency {
    /// The values of a person's own start.
    public func start(_ session: Session) async throws -> Start {
        let person = session.person
        guard !person.role.isStaff else { return Start(name: person.name, isStaff: true, clients: [], news: []) }
        note(Noted(session.actor, "start.read", subject: person.id.text, group: .session(session.tokenHash)))
        noteLook(session)
        let zone = try await agency().zone
        let (now, pending) = (world.now(), room.looks.pending(of: person.id))
        let today = Day(now, in: zone)
        var (start, read) = try await records.read { connection in
            let rights = Dictionary(
                uniqueKeysWithValues: try connection.contacts(of: person.id).map { ($0.client, $0.sees) })
            let (open, papers) = (try connection.openCaseCounts(), try connection.openPaperCounts())
            let last = try connection.visit(of: person.id).flatMap { Looks.visit($0, now).before }
            var unread: [Start.Unread] = []
            var (clients, news): ([Start.Client], [News]) = ([], [])
            for client in try connection.clients(ofContact: person.id) {
                let sees = rights[client.id] ?? []
                let invoices = sees.contains(.invoices) ? try connection.invoices(of: client.id) : []
                clients.append(
                    Start.Client(
                        slug: client.slug, name: client.name,
                        openCases: sees.contains(.cases) ? open[client.id] ?? 0 : nil,
                        unpaid: try Unpaid.counts(invoices, today)[client.id] ?? 0,
                        papers: sees.contains(.cases) ? papers[client.id] ?? 0 : 0))
                news += try News.latest(of: client, sees, invoices: invoices, in: zone, connection)
                if sees.contains(.cases) { unread += try Start.unread(of: client, person, pending, connection) }
            }
            unread.sort { ($1.latest.at, $0.record) < ($0.latest.at, $1.record) }
            var start = Start(
                name: person.name, isStaff: false, clients: clients,
                news: News.newest(news).map { $0.marked(since: last, in: zone) }, unread: unread)
            start.isNewcomer = try connection.isNewcomer(person.id)
            return (start, try connection.policiesRead(by: person.id))
        }
        for text in await policiesIfAny() where read[text.policy.rawValue] != text.digest {
            start.policies.append(
                Start.PolicyToRead(policy: text.policy, isChanged: read[text.policy.rawValue] != nil))
        }
        return start
    }
}

extension Start {
    /// How many unread messages of one client are looked at.
    private static let limit = 500

    fileprivate static func unread(
        of client: Model.Client, _ person: Person, _ pending: [ID<Case>: Instant], _ connection: any Connection
    ) throws -> [Unread] {
        let messages = try connection.unreadMessages(for: person.id, of: client.id, limit: limit)
            .filter { message in pending[message.caseID].map { message.at > $0 } ?? true }
        return try Dictionary(grouping: messages, by: \.caseID).compactMap { id, messages in
            guard let record = try connection.caseRecord(id), let latest = messages.first else { return nil }
            return Unread(
                client: client.slug, clientName: client.name, record: record.slug, title: record.title, count: messages.count,
                latest: latest)
        }
    }
}
