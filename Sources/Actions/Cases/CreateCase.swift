public import Model
import Records

extension OpenAgency {
    /// Opens a case for a client, today. Waits for the client's pages.
    /// - Parameter typed: the fields of `CaseDraft`; `slug`, how it is called in addresses, for good, because links to it
    ///   stand in letters (empty: made of the title); `papers-title`, `papers-due` and the rows of `NewPaperRequest`, which
    ///   are asked for at once; `key`.
    /// - Throws: `Refusal(.notFound)` when the person may not see the client; `.invalid` with `fields`.
    public func createCase(_ session: Session, client: Slug, _ typed: Typed) async throws -> Case {
        let (draft, slug, papers) = try typed.read { form in
            (
                try CaseDraft(&form), form.isBlank("slug") ? nil : form.slug("slug"), NewPaperRequest(in: &form)
            )
        }
        let (id, world, now, today) = (try typed.newID(Case.self), world, world.now(), try await today())
        let record = try await change { connection, journal in
            let client = try connection.client(client, actedForBy: session)
            // Sent twice, it is one case.
            if let made = try connection.caseRecord(id), made.client == client.id { return made }
            try connection.check(assignee: draft.assignee, for: client.id)
            let free = try slug ?? connection.freeSlug(for: draft.title, of: client.id)
            guard try connection.caseRecord(of: client.id, slug: free) == nil else {
                throw Refusal.at("slug", "refusal.case.slug", ["slug": free.text])
            }
            var record = Case(id: id, client: client.id, slug: free, title: draft.title, status: .open, opened: today)
            draft.write(to: &record)
            try connection.insert(record)
            try connection.touch(record.id, at: now)
            journal.changed(.caseRecord(client.id, record.id))
            journal.tell(.opened(record, by: session.actor))
            journal.audit(actor: session.actor, action: "case.create", subject: record.id.text)
            if let papers {
                try connection.ask(
                    for: papers.request(world.id(), on: record, by: session, world: world), by: session, &journal)
            }
            return record
        }
        if papers != nil { mayRemind() }
        try await settled()
        return record
    }

    /// What a form for a case of the client offers: who may look after it, by name, and the templates to begin with.
    /// - Throws: `Refusal(.notFound)` when the person may not see the client.
    public func caseChoices(
        _ session: Session, client slug: Slug
    ) async throws -> (client: Client, assignees: [Person], templates: [CaseTemplate]) {
        let client = try await staffAccess(session, client: slug)
        return try await records.read { connection in
            (client, try connection.possibleAssignees(for: client.id), try connection.caseTemplates())
        }
    }
}

extension Connection {
    /// A slug made of the title that no case of the client has: `lease`, `lease-2`, …
    fileprivate func freeSlug(for title: String, of client: ID<Client>) throws -> Slug {
        let base = CaseSlug.base(title)
        for number in 1...10_000 {
            guard let slug = Slug(number == 1 ? base : "\(base)-\(number)") else { continue }
            if try caseRecord(of: client, slug: slug) == nil { return slug }
        }
        throw Refusal.at("slug", "refusal.case.slug", ["slug": base])
    }
}
