public import Model
import Records

extension OpenAgency {
    /// How long a request by the public form waits for its proof, seconds.
    private static let proofLives: Int64 = 24 * 3600
    /// Letters that one address gets in an hour for such requests.
    private static let proofsAnHour = 3

    /// Takes a request from whoever has no account, by the public form: `kind`, `name`, `email`, `words`, `key`. Sent twice it writes one
    /// letter. Nothing is done before the address is proved by a link in that letter; until then the request is nobody's. What comes
    /// back says nothing of whether the address is known here.
    /// - Parameter address: where it came from.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.tooMany` with the argument `seconds`.
    public func askByForm(_ typed: Typed, address: String) async throws {
        let (kind, name, email, words) = try typed.read { form in
            (
                form.word("kind", DataRequest.Kind.self), form.line("name", least: 1, most: OpenAgency.longestName),
                form.email("email", isRequired: true), form.body("words", most: 4000)
            )
        }
        let (form, now) = (try typed.form(), clock.now())
        try shared.part { MailThrottle() }.count(address, at: now)
        let (token, language) = (NewToken(world), typed["language"] ?? "")
        let url = room.postOffice.home(try await agency()) + "privacy/request/confirm?token=\(token.text)"
        let ticket = RequestTicket(
            token: token.hash, kind: kind, name: name, email: email, words: words, created: now,
            expires: now.adding(seconds: OpenAgency.proofLives))
        let isFirst = try await change { connection, journal in
            guard try connection.isFirst(form, at: now) else { return false }
            let count = try connection.requestTicketCount(email: email, since: now.adding(seconds: -3600))
            // More are taken and forgotten: whoever floods somebody's mailbox learns nothing of it.
            guard count < OpenAgency.proofsAnHour else { return true }
            try connection.insert(ticket)
            // Without the name: whoever typed it has proved nothing, and would write to anybody in the agency's name.
            journal.mail(
                .data(.proof(until: ticket.expires), url: url), toStranger: Stranger(name: "", email: email, language: language))
            return true
        }
        guard isFirst else { return }
        note(Noted(.visitor, "request.ask", subject: id.text, detail: "\(email) \(Email.shown(address))"))
    }

    /// Whether the link of a letter still proves something. Looking at it spends nothing.
    public func requestToProve(token: String) async throws -> DataRequest.Kind? {
        guard let hash = Token.hash(token) else { return nil }
        let now = clock.now()
        return try await records.read { try $0.requestTicket(hash, at: now)?.kind }
    }

    /// Proves the address of a request, once: from now on its 30 days run. An account with that address is whose it is.
    /// - Throws: `Refusal(.notFound)` when the link proves nothing any more.
    public func proveRequest(token: String) async throws -> DataRequest {
        let gone = Refusal(.notFound, "refusal.not-found")
        guard let hash = Token.hash(token) else { throw gone }
        let (world, now, home) = (world, clock.now(), try await home())
        return try await change { connection, journal in
            guard let ticket = try connection.requestTicket(hash, at: now), try connection.removeRequestTicket(hash) else {
                throw gone
            }
            let person = try connection.person(email: ticket.email)
            let request = try connection.open(
                ticket.kind, by: .form, person: person, name: ticket.name, email: ticket.email, words: ticket.words,
                actor: .visitor, world, &journal)
            if let person, !person.isDisabled {
                journal.mail(.data(.received(number: request.number), url: home + OpenAgency.ownData), to: person.id)
            }
            try connection.tellManagers(of: request, home: home, but: person?.id, &journal)
            return request
        }
    }
}
