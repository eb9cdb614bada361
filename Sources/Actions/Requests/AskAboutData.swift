public import Model
import Records

extension OpenAgency {
    /// Asks something about one's own data by a form: `kind`, `words`, `key`. Who asks has proved who they are by signing in. The form
    /// sent twice asks once.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` when the same is open already.
    public func askAboutData(_ session: Session, _ typed: Typed) async throws -> DataRequest {
        let (kind, words) = try typed.read { form in
            (form.word("kind", DataRequest.Kind.self), form.body("words", most: 4000))
        }
        if [.rectify, .restrict].contains(kind), words.isEmpty { throw Refusal.at("words", "refusal.request.words") }
        let (id, world, home) = (try typed.newID(DataRequest.self), world, try await home())
        return try await change { connection, journal in
            let person = try connection.acting(session)
            if let made = try connection.request(id, madeBy: person.id) { return made }
            guard try !connection.dataRequests(of: person.id).contains(where: { $0.state == .open && $0.kind == kind }) else {
                throw Refusal.at("kind", "refusal.request.open")
            }
            let request = try connection.open(
                kind, by: .portal, person: person, name: person.name, email: person.email, words: words,
                actor: session.actor, world, &journal, id: id)
            journal.mail(.data(.received(number: request.number), url: home + OpenAgency.ownData), to: person.id)
            try connection.tellManagers(of: request, home: home, but: person.id, &journal)
            return request
        }
    }

    /// Writes down what came by letter, by telephone or in person: `kind`, `name`, `email`, `words`, `day`, `key`. The form sent twice
    /// makes one request.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` for whoever is neither owner nor admin.
    public func recordRequest(_ session: Session, _ typed: Typed) async throws -> DataRequest {
        let (world, zone, home) = (world, try await agency().zone, try await home())
        let (kind, name, email, words, day) = try typed.read { form in
            (
                form.word("kind", DataRequest.Kind.self), form.line("name", least: 1), form.email("email"),
                form.body("words", most: 4000), form.dayIfAny("day")
            )
        }
        let (id, now) = (try typed.newID(DataRequest.self), world.now())
        if let day, day > Day(now, in: zone) { throw Refusal.at("day", "refusal.request.future") }
        return try await change { connection, journal in
            let manager = try connection.manager(session)
            if let made = try connection.dataRequest(id) { return made }
            // The clock runs from the day on which it came, not from when somebody had time to write it down.
            let received = day.map { min(now, $0.start(in: zone)) } ?? now
            let request = try connection.open(
                kind, by: .staff, person: email.isEmpty ? nil : try connection.person(email: email), name: name, email: email,
                words: words, actor: session.actor, world, &journal, id: id, received: received, staff: manager.id)
            try connection.tellManagers(of: request, home: home, but: manager.id, &journal)
            return request
        }
    }

    /// `https://portal.example/AGENCY/`.
    func home() async throws -> String { room.postOffice.home(try await agency()) }

    /// `https://portal.example/AGENCY/me/data/`.
    func dataURL() async throws -> String { try await home() + OpenAgency.ownData }

    /// Below the agency's own address.
    static let ownData = "me/data/"
}

extension Connection {
    /// The request that a form has made already, when it comes a second time.
    /// - Throws: `Refusal(.usage)` when somebody else has made one of that identity: the hidden field was changed.
    func request(_ id: ID<DataRequest>, madeBy person: ID<Person>) throws -> DataRequest? {
        guard let made = try dataRequest(id) else { return nil }
        guard made.person == person else { throw Refusal(.usage, "refusal.form.malformed") }
        return made
    }

    /// Writes to owners and admins that a request has come: its days run from now on, and who asks is not named, because letters lie
    /// about. Whoever wrote it down, or asks for themselves, knows.
    /// - Parameter home: the agency's own address.
    func tellManagers(
        of request: DataRequest, home: String, but knower: ID<Person>? = nil, _ journal: inout Journal
    ) throws {
        let letter = DataLetter.arrived(number: request.number, due: request.due)
        for manager in try people() where manager.role.isManager && !manager.isDisabled && manager.id != knower {
            journal.mail(.data(letter, url: home + "staff/requests/\(request.id)/"), to: manager.id)
        }
    }

    /// A new request, its first step, and its audit entry.
    /// - Parameter id: as the form had it that makes it; nil: a new one.
    func open(
        _ kind: DataRequest.Kind, by channel: DataRequest.Channel, person: Person?, name: String, email: String, words: String,
        actor: Actor, _ world: World, _ journal: inout Journal, id: ID<DataRequest>? = nil, received: Instant? = nil,
        staff: ID<Person>? = nil
    ) throws -> DataRequest {
        let now = world.now()
        let request = DataRequest(
            id: id ?? world.id(), number: try next("data_request"), kind: kind, channel: channel, person: person?.id, name: name,
            email: email, words: words, received: received ?? now)
        try insert(request)
        try add(RequestStep(at: now, what: .received, person: staff ?? person?.id), to: request.id)
        journal.audit(actor: actor, action: "request.open", subject: request.id.text, detail: kind.rawValue)
        return request
    }
}
