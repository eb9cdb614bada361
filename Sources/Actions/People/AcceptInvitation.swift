public import Model
import Records

extension OpenAgency {
    /// Whom an invitation is for, while it is worth something. Looking changes nothing: scanners open links in mail too.
    public func invitation(token: String) async throws -> Person? {
        guard let hash = Token.hash(token) else { return nil }
        let (stored, person, time) = try await records.read { connection in
            let stored = try connection.invitation(hash)
            return (stored, try stored.flatMap { try connection.person($0.person) }, try connection.clock())
        }
        clock.raise(to: time)
        guard let stored, let person, stored.used == nil, clock.now() < stored.expires, !person.isDisabled else { return nil }
        return person
    }

    /// Sets a password by an invitation, spends it, and signs in, as far as a password leads (ASVS 6.4.3: not past a second
    /// factor). Every earlier session of the person ends.
    /// - Throws: `Refusal(.notFound)` when the invitation is spent, over or invented; `.invalid` when the password may not be
    ///   set (the invitation still holds then); `.tooMany` when too many passwords are computed at this moment.
    public func accept(invitation token: String, password: String, address: String, agent: String = "") async throws -> Entered {
        let gone = Refusal(.notFound, "refusal.invitation.gone")
        guard let hash = Token.hash(token), let invited = try await invitation(token: token) else { throw gone }
        try await check(password, of: invited)
        // Whoever holds an invitation is as good as known.
        let password = try await entrance.passwords.hash(password, lane: .known)
        let new = NewSession(self, role: invited.role, device: nil, from: Caller(address: address, agent: agent))
        return try await change { connection, journal in
            // Once, whoever else tries at this moment (ASVS 2.3.4): the row count decides.
            guard let id = try connection.useInvitation(hash, at: new.at) else { throw gone }
            if try connection.passwordHash(of: id) != nil { journal.mail(.passwordChanged, to: id) }
            try connection.setPassword(password, of: id)
            try connection.deleteSessions(of: id)
            try connection.deleteInvitations(of: id)
            guard let person = try connection.person(id), !person.isDisabled else { throw gone }
            journal.audit(
                actor: Actor(person), action: "invitation.accept", subject: id.text,
                detail: "\(person.email) \(Email.shown(address))")
            return try new.enter(person, connection)
        }
    }

    /// Refuses a password that this person may not have.
    func check(_ password: String, of person: Person) async throws {
        let agency = try await agency()
        try PasswordRules.check(password, email: person.email, names: [agency.name, agency.slug.text, person.name])
    }
}
