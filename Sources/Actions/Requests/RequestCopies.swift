public import Model
import Records

extension OpenAgency {
    /// How long the link to a copy holds, seconds.
    private static let copyLives: Int64 = 7 * 86_400

    /// Sends whoever made a request a link to a copy of their data. The address is proved: they signed in with it, or opened the
    /// letter that the public form had sent. A link that was sent before holds no more.
    /// - Throws: `Refusal(.notFound)` without a request, where nobody has the account, and for whoever is neither owner nor admin;
    ///   `.conflict` when it is decided already.
    public func offerCopy(_ text: String, _ session: Session) async throws {
        let (world, now, token) = (world, clock.now(), NewToken(world))
        let url = room.postOffice.home(try await agency()) + "privacy/request/copy?token=\(token.text)"
        try await change { connection, journal in
            let manager = try connection.manager(session)
            let request = try connection.known(text)
            guard request.state == .open else { throw Refusal(.conflict, "refusal.request.closed") }
            guard let id = request.person, let person = try connection.person(id) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
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
