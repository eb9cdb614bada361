public import Model
import Records
import Site

extension OpenAgency {
    /// Changes what a contact sees of a client, or in which language. Their sessions end: rights are new with a new session.
    /// - Throws: `Refusal(.notFound)` when the person is no contact of the client, `.invalid` for an unknown language.
    public func setContact(
        _ email: String, of client: Slug, sees: Rights? = nil, language: String? = nil, by actor: Actor = .operator
    ) async throws {
        let email = Email.normal(email)
        if let language, !site.languages.contains(language) {
            throw Refusal(
                .invalid, "refusal.person.language",
                ["language": Email.shown(language), "languages": site.languages.sorted().joined(separator: ", ")])
        }
        try await change { connection, journal in
            let person = try connection.person(named: email)
            let client = try connection.client(named: client)
            guard let old = try connection.contact(of: client.id, person: person.id) else {
                throw Refusal(.notFound, "refusal.person.none", ["email": email])
            }
            var contact = old
            (contact.sees, contact.language) = (sees ?? old.sees, language ?? old.language)
            guard contact != old else { return }
            try connection.mustBeFree(.client(client.id))
            try connection.mustBeFree(.person(person.id))
            try connection.update(contact)
            try connection.bumpEpoch(of: person.id)
            try connection.deleteSessions(of: person.id)
            journal.changed(.client(client.id))
            journal.audit(
                actor: actor, action: "contact.change", subject: person.id.text,
                detail: "\(old.view.name) -> \(contact.view.name)")
        }
    }
}
