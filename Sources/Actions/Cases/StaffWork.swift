public import Model
import Records

/// What a member of staff has to do: the first page of a working day.
public struct StaffWork: Sendable, Hashable {
    /// A case in one of the lists.
    public struct Item: Sendable, Hashable {
        /// The client's name in addresses.
        public let client: Slug
        /// What the client is called.
        public let clientName: String
        /// The case itself.
        public let record: Case
        /// The name of who looks after it.
        public let assignee: String?
        /// When something happened to it last, in the list that is about that.
        public let changed: Instant?
    }

    /// What the person looks after: what is due first.
    public let mine: [Item]
    /// What is overdue or due within two weeks, whoever looks after it.
    public let due: [Item]
    /// What something happened to last, the latest first.
    public let recent: [Item]
    /// The day it is for the agency.
    public let today: Day
}

extension OpenAgency {
    /// How many days ahead a case is soon due, and how many cases a list shows.
    private static var soon: Int { 14 }
    private static var limit: Int { 20 }

    /// What a member of staff has to do, among the clients whom they may see.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func staffWork(_ session: Session) async throws -> StaffWork {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, "work.read", subject: session.person.id.text, group: .session(session.tokenHash)))
        let today = try await today()
        return try await records.read { connection in
            guard let person = try connection.person(session.person.id) else { throw Refusal(.notFound, "refusal.not-found") }
            let mine = try connection.cases(assignedTo: person)
            let due = try connection.cases(
                dueBy: today.adding(days: OpenAgency.soon), visibleTo: person, limit: OpenAgency.limit)
            let recent = try connection.recentCases(visibleTo: person, limit: OpenAgency.limit)
            let restricted = try connection.restrictedClients()
            let all = mine + due + recent.map(\.record)
            let names = try connection.names(of: all.compactMap(\.assignee))
            var clients: [ID<Client>: Client] = [:]
            for id in Set(all.map(\.client)) { clients[id] = try connection.client(id) }
            func item(_ record: Case, _ changed: Instant? = nil) -> StaffWork.Item? {
                guard !restricted.contains(record.client) else { return nil }
                return clients[record.client].map {
                    StaffWork.Item(
                        client: $0.slug, clientName: $0.name, record: record,
                        assignee: record.assignee.flatMap { names[$0] }, changed: changed)
                }
            }
            return StaffWork(
                mine: mine.compactMap { item($0) }, due: due.compactMap { item($0) },
                recent: recent.compactMap { item($0.record, $0.changed) }, today: today)
        }
    }
}
