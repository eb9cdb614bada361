public import Model
import Records

extension OpenAgency {
    /// Sets a person's password. Their sessions end, their unused invitations too. Owners are told where the operator sets one of the
    /// agency's own people.
    /// - Throws: `Refusal(.notFound)` when nobody has the e-mail, `.invalid` when the password may not be set.
    public func setPassword(_ email: String, _ password: String, by actor: Actor = .operator) async throws {
        let email = Email.normal(email)
        let person = try await records.read { try $0.person(named: email) }
        try await check(password, of: person)
        let hash = try await entrance.passwords.hash(password, lane: .known)
        let now = world.now()
        try await change { connection, journal in
            let person = try connection.person(named: email)
            try connection.tellOwners(.password, of: person, by: actor, at: now, &journal)
            if person.hasPassword { journal.mail(.passwordChanged, to: person.id) }
            try connection.setPassword(hash, of: person.id)
            try connection.deleteSessions(of: person.id)
            try connection.deleteInvitations(of: person.id)
            try connection.voidTickets(of: person.id, at: now)
            journal.audit(actor: actor, action: "person.password", subject: person.id.text)
        }
    }
}
