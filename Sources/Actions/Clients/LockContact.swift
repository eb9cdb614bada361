public import Model
import Records

extension OpenAgency {
    /// Locks a contact out, at once and for every client of theirs, or lets them in again. What they sent stays. Locking out keeps data
    /// safe, so it is possible while the data of client or contact is restricted; letting in is not.
    /// - Throws: `Refusal(.notFound)` for whoever may not see the client, and each other client of theirs, or when there is no
    ///   such contact of it; `.restricted`.
    public func lockContact(of slug: Slug, _ id: String, _ isLocked: Bool, by session: Session) async throws {
        let now = clock.now()
        try await change { connection, journal in
            let client =
                isLocked
                ? try connection.client(toGuard: slug, forStaff: session) : try connection.client(named: slug, forStaff: session)
            let (_, person) = try connection.contact(id, of: client)
            guard try connection.maySeeAll(of: person.id, session) else { throw Refusal(.notFound, "refusal.not-found") }
            guard person.isDisabled != isLocked else { return }
            try connection.lockOut(person, isLocked, at: now, &journal)
            journal.audit(
                actor: session.actor, action: isLocked ? "person.disable" : "person.enable", subject: person.id.text)
        }
    }
}

extension Connection {
    /// Whether a member of staff may see every client of whom somebody is a contact. What is done to the person (name, address, a
    /// link that lets them in, locking out) is done for all of them.
    func maySeeAll(of contact: ID<Person>, _ session: Session) throws -> Bool {
        guard let staff = try person(session.person.id), staff.role.isStaff, !staff.isDisabled else { return false }
        return try contacts(of: contact).allSatisfy { try access(of: staff, to: $0.client) == .staff }
    }

    /// Locks somebody out, or lets them in again: sessions end, and no link that they were sent is worth anything any more.
    /// - Throws: `Refusal(.restricted)` when they would be let in while their data is restricted.
    func lockOut(_ person: Person, _ isLocked: Bool, at now: Instant, _ journal: inout Journal) throws {
        if !isLocked { try mustBeFree(.person(person.id)) }
        try setDisabled(isLocked, of: person.id)
        try deleteSessions(of: person.id)
        if isLocked {
            try deleteInvitations(of: person.id)
            try voidTickets(of: person.id, at: now)
            try voidAddressChanges(of: person.id, at: now)
            try deleteNotices(of: person.id)
        }
        // Views that nobody holds any more are not made.
        for contact in try contacts(of: person.id) { journal.changed(.client(contact.client)) }
    }
}
