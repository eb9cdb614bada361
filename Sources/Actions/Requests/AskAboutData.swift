public import Model
import Records

extension OpenAgency {
    /// Asks something about one's own data by a form: `kind`, `words`. Who asks has proved who they are by signing in.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` when the same is open already.
    public func askAboutData(_ session: Session, _ typed: Typed) async throws -> DataRequest {
        let (kind, words) = try typed.read { form in
            (form.word("kind", DataRequest.Kind.self), form.body("words", most: 4000))
        }
        if [.rectify, .restrict].contains(kind), words.isEmpty { throw Refusal.at("words", "refusal.request.words") }
        let (world, url) = (world, try await dataURL())
        return try await change { connection, journal in
            let person = try connection.acting(session)
            guard try !connection.dataRequests(of: person.id).contains(where: { $0.state == .open && $0.kind == kind }) else {
                throw Refusal.at("kind", "refusal.request.open")
            }
            let request = try connection.open(
                kind, by: .portal, person: person, name: person.name, email: person.email, words: words,
                actor: session.actor, world, &journal)
            journal.mail(.data(.received(number: request.number), url: url), to: person.id)
            return request
        }
    }

    /// Writes down what came by letter, by telephone or in person: `kind`, `name`, `email`, `words`, `day`.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` for whoever is neither owner nor admin.
    public func recordRequest(_ session: Session, _ typed: Typed) async throws -> DataRequest {
        let (world, zone) = (world, try await agency().zone)
        let (kind, name, email, words, day) = try typed.read { form in
            (
                form.word("kind", DataRequest.Kind.self), form.line("name", least: 1), form.email("email"),
                form.body("words", most: 4000), form.dayIfAny("day")
            )
        }
        let now = world.now()
        if let day, day > Day(now, in: zone) { throw Refusal.at("day", "refusal.request.future") }
        return try await change { connection, journal in
            let manager = try connection.manager(session)
            // The clock runs from the day on which it came, not from when somebody had time to write it down.
            let received = day.map { min(now, $0.start(in: zone)) } ?? now
            return try connection.open(
                kind, by: .staff, person: email.isEmpty ? nil : try connection.person(email: email), name: name, email: email,
                words: words, actor: session.actor, world, &journal, received: received, staff: manager.id)
        }
    }

    /// `https://portal.example/AGENCY/me/data/`.
    func dataURL() async throws -> String { room.postOffice.home(try await agency()) + "me/data/" }
}

extension Connection {
    /// A new request, its first step, and its audit entry.
    func open(
        _ kind: DataRequest.Kind, by channel: DataRequest.Channel, person: Person?, name: String, email: String, words: String,
        actor: Actor, _ world: World, _ journal: inout Journal, received: Instant? = nil, staff: ID<Person>? = nil
    ) throws -> DataRequest {
        let now = world.now()
        let request = DataRequest(
            id: world.id(), number: try next("data_request"), kind: kind, channel: channel, person: person?.id, name: name,
            email: email, words: words, received: received ?? now)
        try insert(request)
        try add(RequestStep(at: now, what: .received, person: staff ?? person?.id), to: request.id)
        journal.audit(actor: actor, action: "request.open", subject: request.id.text, detail: kind.rawValue)
        return request
    }
}
