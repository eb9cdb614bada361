public import Model
import Records
import Site

extension OpenAgency {
    /// Changes a contact to what a form says: name, language, what they may see; the e-mail only until they have a password,
    /// because it is theirs from then on. Name and e-mail only for whoever may see all clients of theirs. Other rights end their
    /// sessions at once.
    /// - Throws: `Refusal(.invalid)` with `fields`, for the address of somebody who was erased as well; `.conflict` when somebody has
    ///   changed it since the form was opened; `.notFound` for whoever may not see the client, or when there is no such contact of it.
    public func changeContact(of slug: Slug, _ id: String, _ typed: Typed, by session: Session) async throws {
        let languages = site.languages
        let (actor, guardian) = (session.actor, returnGuard())
        try await change { connection, journal in
            let client = try connection.client(named: slug, forStaff: session)
            let (old, person) = try connection.contact(id, of: client)
            try connection.mustBeFree(.person(person.id))
            // Name and address are those of all their clients.
            let seesAll = try connection.maySeeAll(of: person.id, session)
            let form = try ContactForm(
                typed, languages: languages, asksName: seesAll, asksEmail: seesAll && !person.hasPassword)
            var (contact, changed) = (old, person)
            (contact.language, contact.sees) = (form.language, form.sees)
            (changed.name, changed.email) = (form.name ?? person.name, form.email ?? person.email)
            guard contact != old || changed != person else { return }
            try typed.check(FormState(old, person.name, person.email))
            if changed != person { try OpenAgency.rename(person, to: changed, by: actor, guardian, connection, &journal) }
            guard contact != old else { return journal.changed(.client(client.id)) }
            try connection.update(contact)
            journal.audit(
                actor: actor, action: "contact.change", subject: person.id.text,
                detail: "\(old.view.name) -> \(contact.view.name)")
            if contact.sees != old.sees {
                try connection.bumpEpoch(of: person.id)
                try connection.deleteSessions(of: person.id)
            }
            if contact.sees.isSuperset(of: old.sees) {
                journal.changed(.client(client.id))
            } else {
                journal.withdraws(.client(client.id))
            }
        }
    }

    /// Another name or address of somebody. Links that were sent to the old address are worth nothing from now on.
    private static func rename(
        _ old: Person, to new: Person, by actor: Actor, _ guardian: ReturnGuard, _ connection: any Connection,
        _ journal: inout Journal
    ) throws {
        if new.email != old.email {
            guard try connection.person(email: new.email) == nil else {
                throw Refusal.at("email", "refusal.person.exists", ["email": new.email])
            }
            try guardian.check(new.email, connection)
            try connection.deleteInvitations(of: old.id)
        }
        try connection.update(new)
        journal.audit(
            actor: actor, action: "person.change", subject: old.id.text,
            detail: "\(old.name) \(old.email) → \(new.name) \(new.email)")
    }

    /// Takes a contact away from a client: their sessions end at once. The person stays for the other clients that they have,
    /// and in what they sent.
    /// - Throws: `Refusal(.notFound)` for whoever may not see the client, or when there is no such contact of it.
    public func removeContact(of slug: Slug, _ id: String, by session: Session) async throws {
        try await change { connection, journal in
            let client = try connection.client(named: slug, forStaff: session)
            let (contact, person) = try connection.contact(id, of: client)
            try connection.mustBeFree(.person(person.id))
            try connection.removeContact(contact.id)
            try connection.bumpEpoch(of: person.id)
            try connection.deleteSessions(of: person.id)
            if try connection.contacts(of: person.id).isEmpty { try connection.deleteInvitations(of: person.id) }
            journal.audit(
                actor: session.actor, action: "contact.remove", subject: person.id.text, detail: client.id.text)
            journal.withdraws(.client(client.id))
        }
    }
}

extension Connection {
    /// A contact of the client, and who it is.
    /// - Throws: `Refusal(.notFound)`.
    func contact(_ id: String, of client: Client) throws -> (Contact, Person) {
        guard let contact = try contact(ID(id)), contact.client == client.id, let person = try person(contact.person) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return (contact, person)
    }
}
