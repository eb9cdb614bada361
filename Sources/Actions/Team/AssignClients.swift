public import Model
import Records

extension OpenAgency {
    /// Says which clients an agent looks after, by a form: `clients`, by their slugs, and the state of what it showed. When one goes, the agent's sessions end.
    /// - Throws: `Refusal(.conflict)` when somebody was faster; `.notFound` when the person is no agent or a client does not exist, and for everybody but owner and
    ///   admin.
    public func assignClients(_ typed: Typed, to id: ID<Person>, by session: Session) async throws {
        let slugs = Set(typed.all("clients"))
        try await change { connection, journal in
            let manager = try connection.teamManager(session)
            let person = try connection.colleague(id, for: manager)
            guard person.role == .agent else { throw Refusal(.notFound, "refusal.not-found") }
            let clients = try connection.clients()
            guard slugs.isSubset(of: clients.map(\.slug.text)) else { throw Refusal(.notFound, "refusal.not-found") }
            let wanted = Set(clients.filter { slugs.contains($0.slug.text) }.map(\.id))
            let had = Set(try connection.assignments().filter { $0.person == id }.map(\.client))
            try typed.check(FormState(had.sorted()))
            for client in wanted.subtracting(had).sorted() {
                try connection.assign(id, to: client)
                journal.audit(actor: Actor(manager), action: "assignment.add", subject: id.text, detail: client.text)
            }
            for client in had.subtracting(wanted).sorted() {
                try connection.unassign(id, from: client)
                journal.audit(actor: Actor(manager), action: "assignment.remove", subject: id.text, detail: client.text)
            }
            if !had.isSubset(of: wanted) { try connection.endSessions(of: id) }
        }
    }
}

/// The clients that there are, and to which of them an agent is assigned.
public struct ClientChoice: Sendable {
    /// By name.
    public let clients: [Client]
    /// Those to which they are assigned.
    public let assigned: [Slug]
    /// For the form that changes it.
    public let state: FormState
}

extension OpenAgency {
    /// What the form shows that assigns an agent's clients.
    /// - Throws: `Refusal(.notFound)` for everybody but owner and admin.
    public func clientChoice(of id: ID<Person>, _ session: Session) async throws -> ClientChoice {
        try await records.read { connection in
            _ = try connection.teamManager(session)
            let had = try connection.assignments().filter { $0.person == id }.map(\.client).sorted()
            let clients = try connection.clients()
            return ClientChoice(
                clients: clients, assigned: clients.filter { had.contains($0.id) }.map(\.slug), state: FormState(had))
        }
    }
}
