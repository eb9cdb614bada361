public import Model
import Records

/// What came from clients on one case since a member of staff last looked at it.
public struct InboxCase: Sendable, Hashable {
    /// The client's name in addresses.
    public let client: Slug
    /// What the client is called.
    public let clientName: String
    /// The case's name in addresses.
    public let record: Slug
    /// What the case is called.
    public let title: String
    /// Unread ones.
    public let messages: Int
    /// The newest of them.
    public let latest: Message?
    /// The names of what came, the newest first, without those that were asked for.
    public let documents: [String]
    /// The names of what came of papers that were asked for, the newest first.
    public let papers: [String]
    /// When the newest of all of it came.
    public let at: Instant
}

extension OpenAgency {
    /// How many things are looked at; whoever has more unread sees the newest.
    private static let mostUnread = 1000

    /// What a member of staff has not seen yet of what clients wrote and sent, the newest first; of the clients whom they may
    /// see alone.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func inbox(_ session: Session) async throws -> [InboxCase] {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, "inbox.read", subject: session.person.id.text, group: .session(session.tokenHash)))
        let (person, pending) = (session.person, room.looks.pending(of: session.person.id))
        let found = try await records.read { connection in
            let since = try connection.visit(of: person.id)?.allSeen
            // What is archived waits for nobody, and neither does what is restricted.
            let restricted = try connection.restrictedClients()
            let visible = try connection.clients(visibleTo: person).filter { $0.archived == nil && !restricted.contains($0.id) }
            let clients = Dictionary(uniqueKeysWithValues: visible.map { ($0.id, $0) })
            func isNew(_ client: ID<Client>, _ caseID: ID<Case>, _ at: Instant) -> Bool {
                clients[client] != nil && pending[caseID].map { at > $0 } ?? true
            }
            let messages = try connection.unreadMessages(
                for: person.id, from: .client, since: since, limit: OpenAgency.mostUnread
            ).filter { isNew($0.client, $0.caseID, $0.at) }
            let documents = try connection.unseenDocuments(for: person.id, since: since, limit: OpenAgency.mostUnread)
                .filter { isNew($0.client, $0.caseID, $0.received) }
            let (written, brought) = (
                Dictionary(grouping: messages, by: \.caseID), Dictionary(grouping: documents, by: \.caseID)
            )
            return try Set(written.keys).union(brought.keys).compactMap { id -> InboxCase? in
                guard let record = try connection.caseRecord(id), let client = clients[record.client] else { return nil }
                return InboxCase(client, record, written[id] ?? [], brought[id] ?? [])
            }
        }
        return found.sorted { ($1.at, $0.client, $0.record) < ($0.at, $1.client, $1.record) }
    }

    /// Everything that came until now counts as seen by a member of staff.
    /// - Parameter until: when the list was shown.
    public func seeAll(_ session: Session, until: Instant) async throws {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        let (person, now) = (session.person.id, world.now())
        let seen = min(until, now)
        try await change { connection, journal in
            var visit = try connection.visit(of: person) ?? Visit(at: now)
            visit.allSeen = max(visit.allSeen ?? seen, seen)
            try connection.setVisit(visit, of: person)
            journal.addsDocumentsOnly()
            journal.audit(actor: session.actor, action: "inbox.clear", subject: person.text)
        }
    }
}

extension InboxCase {
    fileprivate init(_ client: Client, _ record: Case, _ messages: [Message], _ documents: [UnseenDocument]) {
        (self.client, clientName, self.record, title) = (client.slug, client.name, record.slug, record.title)
        (self.messages, latest) = (messages.count, messages.first)
        self.documents = documents.filter { !$0.isPaper }.map(\.name)
        papers = documents.filter(\.isPaper).map(\.name)
        at = max(messages.first?.at ?? documents[0].received, documents.first?.received ?? messages[0].at)
    }
}
