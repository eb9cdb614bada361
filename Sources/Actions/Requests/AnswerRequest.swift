public import Model
import Records

/// A request as owners and admins see it.
public struct KnownRequest: Sendable {
    /// The request itself.
    public let request: DataRequest
    /// What was done about it, the oldest first.
    public let steps: [RequestStep]
    /// By the people of the steps.
    public let names: [ID<Person>: String]
    /// Whether there is an account whose data whoever reads may give out for it.
    public let mayBeCopied: Bool
    /// What goes when a request for erasure is granted; empty for every other.
    public let erases: [ErasureOutlook]
    /// The corrections that it asks for. While it is open, what stands now is what they would replace.
    public let changes: [RequestChange]
    /// The names of the clients that they are about.
    public let clients: [ID<Client>: String]
}

extension OpenAgency {
    /// Every request, what is open first.
    /// - Throws: `Refusal(.notFound)` for whoever is neither owner nor admin.
    public func dataRequests(_ session: Session) async throws -> [DataRequest] {
        note(Noted(session.actor, "requests.read", subject: id.text, group: .session(session.tokenHash)))
        return try await records.read { connection in
            _ = try connection.manager(session)
            return try connection.dataRequests()
        }
    }

    /// The same for whoever has the command line.
    public func dataRequestList() async throws -> [DataRequest] { try await records.read { try $0.dataRequests() } }

    /// One request.
    /// - Throws: `Refusal(.notFound)` without one, and for whoever is neither owner nor admin.
    public func dataRequest(_ text: String, _ session: Session) async throws -> KnownRequest {
        note(Noted(session.actor, "request.read", subject: text, group: .session(session.tokenHash)))
        let (rules, archived) = (try await keeping(), try await archivedAsker(text))
        return try await records.read { connection in
            let manager = try connection.manager(session)
            let request = try connection.known(text)
            let steps = try connection.steps(of: request.id)
            let person = try request.person.flatMap { try connection.person($0) }
            var (changes, clients): ([RequestChange], [ID<Client>: String]) = ([], [:])
            for var change in try connection.changes(of: request.id) {
                let client = try connection.client(change.client)
                clients[change.client] = client?.name
                if request.state == .open, let client { change.old = client[keyPath: change.field.place] }
                changes.append(change)
            }
            return KnownRequest(
                request: request, steps: steps, names: try connection.names(of: steps.compactMap(\.person)),
                mayBeCopied: request.state == .open && person.map { request.holds(about: $0, for: manager) } ?? false,
                erases: try connection.outlooks(erasedBy: request, rules, archived), changes: changes, clients: clients)
        }
    }

    /// Writes something down about a request: `note`, `key`. The form sent twice writes it once.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound`.
    public func noteRequest(_ text: String, _ typed: Typed, _ session: Session) async throws {
        let words = try typed.read { $0.body("note", least: 1, most: 2000) }
        let (form, world) = (try typed.form(), world)
        try await change { connection, journal in
            let manager = try connection.manager(session)
            let request = try connection.known(text)
            guard try connection.isFirst(form, at: world.now()) else { return }
            try connection.add(RequestStep(at: world.now(), what: .noted, person: manager.id, words: words), to: request.id)
            journal.audit(actor: session.actor, action: "request.note", subject: request.id.text)
        }
    }

    /// Decides a request: `decision` (`done` or `refused`), `outcome` in words for the person, who is told by a letter. A restriction
    /// and an objection that are granted are in force with that, and corrections are written; an erasure that is granted is done,
    /// which takes `name` (as `ErasureOutlook.confirmation`) and `present` too. What staff wrote down restricts owners and admins only by an owner.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` when it is decided already, or a hold keeps the data; `.restricted`
    ///   when what would be corrected may not be changed; `.notFound`.
    public func decideRequest(_ text: String, _ typed: Typed, _ session: Session, address: String) async throws {
        let (decision, outcome) = try typed.read { form in
            (form.choice("decision", of: ["done", "refused"]), form.body("outcome", least: 1, most: 4000))
        }
        let kind = try await records.read { connection in
            _ = try connection.manager(session)
            let request = try connection.known(text)
            guard request.state == .open else { throw Refusal(.conflict, "refusal.request.closed") }
            return request.kind
        }
        if kind == .erase, decision == "done" {
            return try await grantErasure(text, outcome, typed, session, address: address)
        }
        let (world, url, guardian) = (world, try await dataURL(), returnGuard())
        let now = world.now()
        try await change { connection, journal in
            let manager = try connection.manager(session)
            var request = try connection.known(text)
            guard request.state == .open else { throw Refusal(.conflict, "refusal.request.closed") }
            if decision == "done" { try connection.carryOut(request, by: session, manager, world, guardian, &journal) }
            (request.state, request.outcome, request.closed) = (decision == "done" ? .done : .refused, outcome, now)
            try connection.update(request)
            try connection.add(RequestStep(at: now, what: .decided, person: manager.id), to: request.id)
            journal.audit(
                actor: session.actor, action: "request.decide", subject: request.id.text, outcome: decision,
                detail: request.kind.rawValue)
            if let person = request.person { journal.mail(.data(.decided(number: request.number), url: url), to: person) }
        }
        try await settled()
    }
}

extension Connection {
    /// The request of that id.
    /// - Throws: `Refusal(.notFound)`.
    func known(_ text: String) throws -> DataRequest {
        guard let id = ID<DataRequest>(checking: text), let request = try dataRequest(id) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return request
    }

    /// What the program itself does for a request that is granted.
    fileprivate func carryOut(
        _ request: DataRequest, by session: Session, _ manager: Person, _ world: World, _ guardian: ReturnGuard,
        _ journal: inout Journal
    ) throws {
        guard let person = request.person else { return }
        if [.restrict, .object].contains(request.kind), let known = try self.person(person) {
            guard request.holds(about: known, for: manager) else { throw Refusal.at("decision", "refusal.request.written") }
        }
        let now = world.now()
        switch request.kind {
        case .restrict:
            guard try restriction(of: .person(person)) == nil else { return }
            try restrict(.person(person), .accuracy, request.words, by: session.actor, world, &journal)
        case .object:
            for purpose in Objection.Purpose.allCases {
                try insert(Objection(person: person, purpose: purpose, at: now))
            }
            journal.audit(actor: session.actor, action: "objection.set", subject: person.text, detail: "usage product objects")
        case .rectify: guard try correct(request, by: session.actor, guardian, &journal) else { return }
        case .access, .portability, .erase: return
        }
        try add(RequestStep(at: now, what: .carried, person: manager.id), to: request.id)
    }
}
