public import Model
import Records

extension OpenAgency {
    /// Invites a contact of a client. Earlier links of theirs are worth nothing from now on.
    /// - Parameter isMailed: whether the link goes to them by mail; else somebody hands it over.
    /// - Throws: `Refusal(.forbidden)` for a link that somebody hands over, when the person is a contact of clients too that whoever
    ///   asks may not see; `.conflict` when they are locked out, have a password already, or the client is
    ///   archived; `.restricted`; `.notFound` for whoever may not see the client, or when there is no such contact of it.
    public func inviteContact(
        of slug: Slug, _ id: String, isMailed: Bool, by session: Session
    ) async throws -> Invitation {
        try await invite(isMailed: isMailed, by: session.actor) { connection in
            let client = try connection.client(named: slug, forStaff: session)
            let (_, person) = try connection.contact(id, of: client)
            guard client.archived == nil else { throw Refusal(.conflict, "refusal.client.archived") }
            guard !person.hasPassword else { throw Refusal(.conflict, "refusal.contact.active") }
            // Whoever has the link is that person, for all their clients.
            guard try isMailed || connection.maySeeAll(of: person.id, session) else {
                throw Refusal(.forbidden, "refusal.contact.shared")
            }
            return person
        }
    }
}
