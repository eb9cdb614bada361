public import Model
import Records

/// One of the agency's own people, as owner and admins see them.
public struct Colleague: Sendable {
    /// Who it is.
    public let person: Person
    /// How many sessions of theirs hold.
    public let sessions: [SessionEntry]
    /// The clients to whom an agent is assigned, by name.
    public let clients: [Client]
    /// Whether whoever asks may change this one: only owners change owners.
    public let mayChange: Bool
    /// Whether it is whoever asks.
    public let isSelf: Bool
}

extension OpenAgency {
    /// The agency's own people: owners first, then admins, then agents, each by name.
    /// - Throws: `Refusal(.notFound)` for everybody but owner and admin.
    public func team(_ session: Session) async throws -> [Colleague] {
        let now = clock.now()
        return try await records.read { [settings] connection in
            let manager = try connection.teamManager(session)
            let clients = Dictionary(uniqueKeysWithValues: try connection.clients().map { ($0.id, $0) })
            let assigned = Dictionary(grouping: try connection.assignments(), by: \.person)
            let order: [Role] = [.owner, .admin, .agent]
            let people = try connection.people().filter(\.role.isStaff)
                .sorted { ($0.role, $0.name, $0.id, order) < ($1.role, $1.name, $1.id, order) }
            return try people.map { person in
                let sessions = try connection.sessions(of: person.id).filter { settings.sessions.allow($0, of: person, at: now) }
                return Colleague(
                    person: person, sessions: sessions.map { SessionEntry($0, isThis: $0.token == session.tokenHash) },
                    clients: (assigned[person.id] ?? []).compactMap { clients[$0.client] }.sorted { $0.name < $1.name },
                    mayChange: manager.role.mayManage(person.role), isSelf: person.id == manager.id)
            }
        }
    }

    /// One of them.
    /// - Throws: `Refusal(.notFound)` when there is none of that identity, and for everybody but owner and admin.
    public func colleague(_ id: ID<Person>, _ session: Session) async throws -> Colleague {
        guard let colleague = try await team(session).first(where: { $0.person.id == id }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return colleague
    }
}

private func < (left: (Role, String, ID<Person>, [Role]), right: (Role, String, ID<Person>, [Role])) -> Bool {
    let (first, second) = (left.3.firstIndex(of: left.0) ?? 9, right.3.firstIndex(of: right.0) ?? 9)
    return (first, left.1, left.2) < (second, right.1, right.2)
}

extension Connection {
    /// Whoever acts, when it is one who looks after the agency's people.
    /// - Throws: `Refusal(.notFound)` for everybody else.
    func teamManager(_ session: Session) throws -> Person {
        let person = try acting(session)
        guard person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        return person
    }

    /// One of the agency's own people whom the acting one may change.
    /// - Throws: `Refusal(.notFound)` when there is no such person; `.forbidden` when only an owner may.
    func colleague(_ id: ID<Person>, for manager: Person) throws -> Person {
        guard let person = try person(id), person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        guard manager.role.mayManage(person.role) else { throw Refusal(.forbidden, "refusal.team.owner") }
        return person
    }

    /// Refuses what would leave the agency without an owner who can sign in.
    func keepAnOwner(_ person: Person) throws {
        if person.role == .owner, !person.isDisabled, try ownerCount() <= 1 {
            throw Refusal(.conflict, "refusal.person.last-owner", ["email": person.email])
        }
    }
}
