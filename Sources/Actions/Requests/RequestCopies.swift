public import Model
import Records

extension OpenAgency {
    /// How long the link to a copy holds, seconds.
    private static let copyLives: Int64 = 7 * 86_400

    /// An open request for which whoever asks may give out a copy of somebody's data.
    /// - Throws: `Refusal(.notFound)` without a request, where nobody has the account, and for whoever is neither owner nor admin;
    ///   `.conflict` when it is decided already; `.forbidden` for an admin, when staff wrote it down about an owner or admin.
    public func requestToCopy(_ text: String, _ session: Session) async throws -> DataRequest {
        try await records.read { try $0.toCopy(text, session).request }
    }

    /// The export of the person of a request, for them; that it was made is a step of the request. The form has `present` where the
    /// password is asked for.
    /// - Throws: as `requestToCopy`; `Refusal(.invalid)` with `fields`, or `.forbidden`, without a fresh proof; `.tooLarge` and others
    ///   as exports do.
    public func exportForRequest(
        _ text: String, _ typed: Typed, _ session: Session, address: String
    ) async throws -> ExportedFile {
        _ = try await requestToCopy(text, session)
        try await prove(session, typed, address: address)
        let now = clock.now()
        let person = try await records.read { try $0.toCopy(text, session, freshAt: now).person }
        let file = try await exportFile { try await self.exportPerson(person, to: $0, by: session.actor) }
        try await change { connection, journal in
            let request = try connection.known(text)
            try connection.add(RequestStep(at: now, what: .exported, person: session.person.id), to: request.id)
        }
        return file
    }

    /// Sends whoever made a request a link to a copy of their data. The address is proved: they signed in with it, or opened the
    /// letter that the public form had sent. A link that was sent before holds no more. The form has `present` where the password is
    /// asked for.
    /// - Throws: as `requestToCopy`; `Refusal(.invalid)` with `fields`, or `.forbidden`, without a fresh proof.
    public func offerCopy(_ text: String, _ typed: Typed, _ session: Session, address: String) async throws {
        _ = try await requestToCopy(text, session)
        try await prove(session, typed, address: address)
        let (world, now, token) = (world, clock.now(), NewToken(world))
        let url = room.postOffice.home(try await agency()) + "privacy/request/copy?token=\(token.text)"
        try await change { connection, journal in
            let (request, person, manager) = try connection.toCopy(text, session, freshAt: now)
            let copy = RequestCopy(
                token: token.hash, request: request.id, created: now, expires: now.adding(seconds: OpenAgency.copyLives))
            try connection.insert(copy)
            try connection.add(RequestStep(at: world.now(), what: .offered, person: manager.id), to: request.id)
            journal.audit(actor: session.actor, action: "request.offer", subject: request.id.text)
            journal.mail(.data(.copy(number: request.number, until: copy.expires), url: url), to: person.id)
        }
    }

    /// The number of the request whose copy a link still leads to. Looking at it spends nothing.
    public func copyToFetch(token: String) async throws -> Int64? {
        guard let hash = Token.hash(token) else { return nil }
        let now = clock.now()
        return try await records.read { connection in
            try connection.requestCopy(hash, at: now).flatMap { try connection.dataRequest($0.request)?.number }
        }
    }

    /// The copy itself, once.
    /// - Throws: `Refusal(.notFound)` when the link leads nowhere any more; `.full`.
    public func fetchCopy(token: String) async throws -> ExportedFile {
        let gone = Refusal(.notFound, "refusal.not-found")
        guard let hash = Token.hash(token) else { throw gone }
        let (world, now) = (world, clock.now())
        let (copy, person) = try await change { connection, journal in
            guard let copy = try connection.requestCopy(hash, at: now), try connection.removeRequestCopy(hash),
                let id = try connection.dataRequest(copy.request)?.person, let person = try connection.person(id)
            else { throw gone }
            try connection.add(RequestStep(at: world.now(), what: .fetched, person: id), to: copy.request)
            journal.audit(actor: .visitor, action: "request.fetch", subject: copy.request.text)
            return (copy, person)
        }
        do {
            return try await exportFile { try await self.exportPerson(person, to: $0, by: .visitor) }
        } catch {
            // It was not given out: the link holds as before.
            try await change { connection, _ in try connection.insert(copy) }
            throw error
        }
    }
}

extension DataRequest {
    /// Whether an owner or admin may act on it for somebody. What staff wrote down proves nobody's wish: else an admin had the data of
    /// an owner by a request of their own making.
    func holds(about person: Person, for manager: Person) -> Bool {
        channel != .staff || !person.role.isManager || manager.role == .owner
    }
}

extension Connection {
    /// An open request, whose data may be given out for it, and who gives it out.
    /// - Parameter now: when the last proof of who acts must be fresh; nil: it need not.
    fileprivate func toCopy(
        _ text: String, _ session: Session, freshAt now: Instant? = nil
    ) throws -> (request: DataRequest, person: Person, manager: Person) {
        let manager = try manager(session)
        if let now { _ = try acting(session, freshAt: now) }
        let request = try known(text)
        guard request.state == .open else { throw Refusal(.conflict, "refusal.request.closed") }
        guard let id = request.person, let person = try person(id) else { throw Refusal(.notFound, "refusal.not-found") }
        guard request.holds(about: person, for: manager) else { throw Refusal(.forbidden, "refusal.request.written") }
        return (request, person, manager)
    }
}
