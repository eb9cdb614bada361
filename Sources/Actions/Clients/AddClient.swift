public import Model
import Records
import Site

extension OpenAgency {
    /// Adds the client that a form describes. An agent looks after the clients that they add. The form sent twice adds one.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` for a contact.
    public func addClient(_ typed: Typed, by session: Session) async throws -> Client {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        let form = try ClientForm(typed, languages: site.languages)
        let id: ID<Client> = try typed.newID()
        let (actor, guardian) = (session.actor, returnGuard(typed))
        return try await change { connection, journal in
            if let there = try connection.client(id) {
                return try connection.client(named: there.slug, forStaff: session)
            }
            try guardian.check(form.email, connection)
            let slug = try OpenAgency.slug(for: form, connection)
            var client = Client(id: id, slug: slug, name: form.name, kind: form.kind)
            form.fill(&client)
            try connection.insert(client)
            journal.audit(actor: actor, action: "client.add", subject: id.text, detail: "\(slug) \(form.name)")
            if session.person.role == .agent {
                try connection.assign(session.person.id, to: id)
                journal.audit(
                    actor: actor, action: "assignment.add", subject: session.person.id.text, detail: client.id.text)
            }
            journal.changed(.client(id))
            return client
        }
    }

    /// The address in the portal: as it was typed, if it is free; else one that the name suggests.
    private static func slug(for form: ClientForm, _ connection: any Connection) throws -> Slug {
        guard let typed = form.slug else {
            let suggested = Slug.suggested(for: form.name) ?? Slug.suggested(for: form.kind.rawValue) ?? Stand.slug
            return try suggested.free { try connection.client(slug: $0) != nil }
        }
        guard try connection.client(slug: typed) == nil else {
            throw Refusal.at("slug", "refusal.client.slug-taken", ["client": typed.text])
        }
        return typed
    }
}
