public import Model
import Records

extension OpenAgency {
    /// Adds one of the agency's own people by a form (`name`, `email`, `role`, `key`, and `present` where the password is asked for)
    /// and makes the link by which they set their password, in one transaction. It goes to them by mail too.
    /// - Returns: nil when the form was sent before: the link is told once.
    /// - Throws: `Refusal(.invalid)` with `fields`, also when somebody has the e-mail already, or was erased who had it; `.forbidden` when an admin would make an owner, or the last proof of who asks is older than ten
    ///   minutes; `.notFound` for everybody but owner and admin.
    public func inviteColleague(_ typed: Typed, by session: Session, address: String) async throws -> Invitation? {
        let (name, email, role) = try typed.read { form in
            (
                form.line("name", least: 1, most: OpenAgency.longestName), form.email("email", isRequired: true),
                form.word("role", Role.self)
            )
        }
        guard role.isStaff else { throw Refusal(.usage, "refusal.form.malformed") }
        try await prove(session, typed, address: address)
        let link = try await NewInvitation(self)
        let (id, guardian) = (try typed.newID(Person.self), returnGuard())
        let made = try await change { connection, journal -> Person? in
            let manager = try connection.teamManager(session)
            _ = try connection.acting(session, freshAt: link.at)
            guard manager.role.mayManage(role) else { throw Refusal(.forbidden, "refusal.team.owner") }
            if let there = try connection.person(id), there.email == email { return nil }
            guard try connection.person(email: email) == nil else {
                throw Refusal.form(["email": Refusal(.invalid, "refusal.person.exists", ["email": email])])
            }
            try guardian.check(email, connection)
            let person = Person(id: id, email: email, name: name, role: role)
            try connection.insert(person)
            journal.audit(
                actor: Actor(manager), action: "person.add", subject: person.id.text, detail: "\(email) \(role.rawValue)")
            try link.insert(for: person, by: Actor(manager), isMailed: true, connection, &journal)
            return person
        }
        return made.map(link.invitation)
    }

    /// Makes a new link by which one of them sets a password (the form has `present` where the password is asked for); earlier ones are worth nothing. The password they have stays
    /// until the link is used, and a second factor is asked for all the same.
    /// - Throws: `Refusal(.conflict)` when the person is locked out; `.forbidden` for an owner by an admin, or when the last
    ///   proof of who asks is older than ten minutes; `.notFound` for everybody but owner and admin.
    public func inviteColleague(
        again id: ID<Person>, _ typed: Typed, by session: Session, address: String
    ) async throws -> Invitation {
        try await prove(session, typed, address: address)
        let link = try await NewInvitation(self)
        let person = try await change { connection, journal in
            let manager = try connection.teamManager(session)
            _ = try connection.acting(session, freshAt: link.at)
            let person = try connection.colleague(id, for: manager)
            guard !person.isDisabled else {
                throw Refusal(.conflict, "refusal.person.disabled", ["email": person.email])
            }
            try link.insert(for: person, by: Actor(manager), isMailed: true, connection, &journal)
            return person
        }
        return link.invitation(of: person)
    }
}
