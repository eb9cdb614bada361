public import Model
import Records

extension OpenAgency {
    /// The clients whose details a person may have corrected: those whose contact they are.
    /// - Throws: `Refusal(.notFound)` for whoever is no client's contact.
    public func correctable(_ session: Session) async throws -> [Client] {
        try await records.read { connection in
            let clients = try connection.clients(ofContact: try connection.acting(session).id)
            guard !clients.isEmpty else { throw Refusal(.notFound, "refusal.not-found") }
            return clients
        }
    }

    /// Asks for corrections by a form that shows what stands: rows `clients[N]` with `client` (its name in addresses) and a field
    /// for each `RequestChange.Field`; `words`, and `key`. What was left as it stands is not asked for; the form sent twice asks once.
    /// - Throws: `Refusal(.invalid)` with `fields`, also when nothing was changed, or a correction is open already; `.notFound`.
    public func askForCorrection(_ session: Session, _ typed: Typed) async throws -> DataRequest {
        let (wishes, words) = try typed.read { form in
            (typed.rows("clients").map { CorrectionWish(&form, row: $0) }, form.body("words", most: 4000))
        }
        let (world, home) = (world, try await home())
        return try await change { connection, journal in
            let person = try connection.acting(session)
            let clients = try connection.clients(ofContact: person.id)
            let changes = try wishes.flatMap { wish in
                guard let client = clients.first(where: { $0.slug == wish.client }) else {
                    throw Refusal(.notFound, "refusal.not-found")
                }
                return wish.changes(of: client)
            }
            if changes.isEmpty, words.isEmpty { throw Refusal.at("words", "refusal.request.nothing") }
            let id = try typed.newID(DataRequest.self)
            if let made = try connection.request(id, madeBy: person.id) { return made }
            let open = try connection.dataRequests(of: person.id).contains { $0.state == .open && $0.kind == .rectify }
            guard !open else { throw Refusal.at("words", "refusal.request.open") }
            let request = try connection.open(
                .rectify, by: .portal, person: person, name: person.name, email: person.email, words: words,
                actor: session.actor, world, &journal, id: id)
            for change in changes { try connection.insert(change, of: request.id) }
            journal.mail(.data(.received(number: request.number), url: home + OpenAgency.ownData), to: person.id)
            try connection.tellManagers(of: request, home: home, but: person.id, &journal)
            return request
        }
    }
}

/// What one row of the form wants a client's details to be.
private struct CorrectionWish: Sendable {
    let client: Slug
    let values: [RequestChange.Field: String]

    init(_ form: inout TypedForm, row: Int) {
        func name(_ field: String) -> String { RowName.text("clients", row, field) }
        client = form.slug(name("client"))
        values = [
            .name: form.line(name("name"), least: 1, most: 200), .email: form.email(name("email")),
            .phone: form.line(name("phone"), most: 60), .address: form.line(name("address")),
            .city: form.line(name("city"), most: 120), .postcode: form.line(name("postcode"), most: 20),
            .vat: form.vat(name("vat")),
        ]
    }

    func changes(of client: Client) -> [RequestChange] {
        RequestChange.Field.allCases.compactMap { field in
            guard let new = values[field], case let old = client[keyPath: field.place], new != old else { return nil }
            return RequestChange(client: client.id, field: field, old: old, new: new)
        }
    }
}

extension Connection {
    /// Writes the corrections of a request into the clients; each then says what it replaced. What reads so already is left.
    /// - Returns: whether there was anything to do.
    /// - Throws: `Refusal(.restricted)` while a client may not be changed; `.invalid` for the address of somebody who was erased.
    func correct(
        _ request: DataRequest, by actor: Actor, _ guardian: ReturnGuard, _ journal: inout Journal
    ) throws -> Bool {
        let changes = try changes(of: request.id)
        for (id, wishes) in Dictionary(grouping: changes, by: \.client).sorted(by: { $0.key < $1.key }) {
            guard let old = try client(id), old.erased == nil else { continue }
            try mustBeFree(.client(id))
            var client = old
            for var wish in wishes where old[keyPath: wish.field.place] != wish.new {
                wish.old = old[keyPath: wish.field.place]
                client[keyPath: wish.field.place] = wish.new
                try update(wish, of: request.id)
            }
            guard client != old else { continue }
            if client.email != old.email, try guardian.refuses(client.email, self) {
                throw Refusal.at("decision", "refusal.erased.returns")
            }
            try update(client)
            journal.audit(
                actor: actor, action: "client.change", subject: id.text, detail: OpenAgency.changes(from: old, to: client))
            journal.changed(.client(id))
        }
        return !changes.isEmpty
    }
}
