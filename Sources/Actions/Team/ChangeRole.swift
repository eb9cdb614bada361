public import Model
import Records

extension OpenAgency {
    /// Makes one of the agency's own people something else. Their sessions end: rights are new with a new session. An agent
    /// who becomes more keeps no assigned clients, because owner and admin see all of them.
    /// The form: `role`, the state of the role that it showed, and `present` where the password is asked for.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` when somebody was faster, or for the last owner; `.forbidden` when an admin would make or
    ///   change an owner, or the last proof of who asks is older than ten minutes; `.notFound` for everybody but owner and admin.
    public func changeRole(of id: ID<Person>, _ typed: Typed, by session: Session, address: String) async throws {
        let role = try typed.read { $0.word("role", Role.self) }
        guard role.isStaff else { throw Refusal(.usage, "refusal.form.malformed") }
        try await prove(session, typed, address: address)
        let now = clock.now()
        try await change { connection, journal in
            let manager = try connection.teamManager(session)
            _ = try connection.acting(session, freshAt: now)
            var person = try connection.colleague(id, for: manager)
            guard manager.role.mayManage(role) else { throw Refusal(.forbidden, "refusal.team.owner") }
            let was = person.role
            try typed.check(FormState(was))
            guard role != was else { return }
            try connection.keepAnOwner(person)
            person.role = role
            try connection.update(person)
            if role != .agent {
                for (agent, client) in try connection.assignments() where agent == id {
                    try connection.unassign(id, from: client)
                }
            }
            try connection.endSessions(of: id)
            journal.audit(
                actor: Actor(manager), action: "person.role", subject: id.text, detail: "\(was.rawValue) -> \(role.rawValue)")
        }
    }
}
