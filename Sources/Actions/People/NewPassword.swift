public import Model
import Records

extension OpenAgency {
    /// Whose forgotten password a link replaces, while it is worth something. Looking changes nothing.
    public func personOfPasswordLink(token: String) async throws -> Person? {
        guard let id = try await ticket(token, for: .password)?.person else { return nil }
        let person = try await records.read { try $0.person(id) }
        return person.flatMap { $0.isDisabled ? nil : $0 }
    }

    /// Sets a password by the link of a mail and spends it. Every session of the person ends, nobody is signed in by it (a
    /// second step of signing in is not left out), and a letter tells of it.
    /// - Throws: `Refusal(.notFound)` when the link is spent, over or invented; `.invalid` when the password may not be set
    ///   (the link still holds then); `.tooMany` when too many passwords are computed at this moment.
    public func setPassword(link token: String, password: String, address: String) async throws {
        guard let ticket = try await ticket(token, for: .password), let person = try await personOfPasswordLink(token: token)
        else { throw MailTickets.gone }
        try await check(password, of: person)
        let hash = try await entrance.passwords.hash(password, lane: .known)
        let now = clock.now()
        try await change { connection, journal in
            guard let id = try connection.useTicket(ticket.id, at: now), let person = try connection.person(id),
                !person.isDisabled
            else { throw MailTickets.gone }
            try connection.setPassword(hash, of: id)
            try connection.deleteSessions(of: id)
            try connection.deleteInvitations(of: id)
            try connection.voidTickets(of: id, at: now)
            journal.mail(.passwordChanged, to: id)
            journal.audit(
                actor: Actor(person), action: "person.password", subject: id.text,
                detail: "mail \(person.email) \(Email.shown(address))")
        }
    }
}
