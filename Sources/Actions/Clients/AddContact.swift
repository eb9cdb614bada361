public import Model
import Records
import Site

extension OpenAgency {
    /// Adds a contact of a client from a form. Who is a contact of another client already keeps their name and password. The
    /// form sent twice adds one.
    /// - Throws: `Refusal(.invalid)` with `fields`, for a contact of clients too that whoever asks may not see as well; `.notFound` for whoever may not see the client.
    /// - Returns: the contact, and whether the person is known here by another name than the one that was typed.
    public func addContact(
        to slug: Slug, _ typed: Typed, by session: Session
    ) async throws -> (contact: Contact, isKnownOtherwise: Bool) {
        let form = try ContactForm(typed, languages: site.languages, asksEmail: true)
        let (name, email) = (form.name ?? "", form.email ?? "")
        let id: ID<Contact> = try typed.newID()
        let (world, actor, guardian) = (world, session.actor, returnGuard(typed))
        return try await change { connection, journal in
            let client = try connection.client(named: slug, forStaff: session)
            if let there = try connection.contact(id), there.client == client.id { return (there, false) }
            let known = try connection.person(email: email)
            if let known { try OpenAgency.checkMayBecomeContact(known, of: client, by: session, connection) }
            if let known { try connection.mustBeFree(.person(known.id)) }
            var person = known ?? Person(id: world.id(), email: email, name: name, role: .contact)
            if known == nil {
                try guardian.check(email, connection)
                person.language = form.language
                try connection.insert(person)
                journal.audit(
                    actor: actor, action: "person.add", subject: person.id.text, detail: "\(email) contact")
            }
            let contact = Contact(
                id: id, client: client.id, person: person.id, language: form.language, sees: form.sees)
            try connection.insert(contact)
            journal.audit(actor: actor, action: "contact.add", subject: person.id.text, detail: client.id.text)
            journal.changed(.client(client.id))
            return (contact, known.map { $0.name != name } ?? false)
        }
    }

    private static func checkMayBecomeContact(
        _ person: Person, of client: Client, by session: Session, _ connection: any Connection
    ) throws {
        guard person.role == .contact else { throw Refusal.at("email", "refusal.contact.staff") }
        guard try connection.contact(of: client.id, person: person.id) == nil else {
            throw Refusal.at("email", "refusal.contact.exists")
        }
        // Who they are is not told to somebody who may not see their other clients.
        guard try connection.maySeeAll(of: person.id, session) else { throw Refusal.at("email", "refusal.contact.shared") }
    }
}
