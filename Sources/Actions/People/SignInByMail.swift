import Model
import Records

/// What a link to sign in is worth, to the browser that opened it.
public enum MailLink: Sendable, Hashable {
    /// Spent, over, or invented.
    case gone
    /// This browser asked for it: a click is enough.
    case ready
    /// Another one did: what that one shows must be typed.
    case elsewhere
}

extension OpenAgency {
    /// Looks at a link. Looking changes nothing: scanners open links in mail too.
    public func mailLink(token: String, browser: String?) async throws -> MailLink {
        guard let ticket = try await ticket(token, for: .signIn) else { return .gone }
        return ticket.browser == browser.flatMap(Token.hash) ? .ready : .elsewhere
    }

    /// Signs a contact in by the link of a mail, and spends it.
    /// - Parameters:
    ///   - shown: what the browser that asked shows; needed in any other browser.
    ///   - device: the token in the browser's device cookie, if it sent one.
    /// - Throws: `Refusal(.notFound)` when the link is spent, over or invented; `.signIn` when what was typed is wrong.
    public func signIn(
        link token: String, browser: String?, shown: String?, device: String?, address: String, agent: String = ""
    ) async throws -> Entered {
        guard let ticket = try await ticket(token, for: .signIn) else { throw MailTickets.gone }
        if ticket.browser != browser.flatMap(Token.hash) {
            try await check(ticket, address) { $0.shown == MailTickets.hash(token, MailTickets.normal(shown ?? "")) }
        }
        return try await begin(ticket, device: device, from: Caller(address: address, agent: agent))
    }

    /// Signs a contact in by the code of a mail, in the browser that asked for it.
    /// - Throws: `Refusal(.notFound)` when nothing was asked for or it is over; `.signIn` when the code is wrong.
    public func signIn(
        code: String, browser: String?, device: String?, address: String, agent: String = ""
    ) async throws -> Entered {
        guard let browser, let hash = Token.hash(browser) else { throw MailTickets.gone }
        let (found, kept) = try await records.read { (try $0.latestTicket(browser: hash, for: .signIn), try $0.clock()) }
        clock.raise(to: kept)
        guard let ticket = found, ticket.isLive(at: clock.now()) else { throw MailTickets.gone }
        let typed = MailTickets.hash(browser, ticket.id.text, MailTickets.normal(code))
        try await check(ticket, address) { $0.code == typed }
        return try await begin(ticket, device: device, from: Caller(address: address, agent: agent))
    }

    /// The ticket of a link while it is worth something.
    func ticket(_ token: String, for purpose: StoredTicket.Purpose) async throws -> StoredTicket? {
        guard let hash = Token.hash(token) else { return nil }
        let (found, kept) = try await records.read { (try $0.ticket(token: hash, for: purpose), try $0.clock()) }
        clock.raise(to: kept)
        return found.flatMap { $0.isLive(at: clock.now()) ? $0 : nil }
    }

    /// Counts a try before it is looked at, so that tries made at the same time cannot slip through together.
    private func check(_ ticket: StoredTicket, _ address: String, _ matches: (StoredTicket) -> Bool) async throws {
        let now = clock.now()
        guard try await records.write({ try $0.tryTicket(ticket.id, at: now, most: MailTickets.tries) }) else {
            throw MailTickets.gone
        }
        guard matches(ticket), ticket.person != nil else {
            note(
                Noted(
                    .visitor, "sign-in", subject: ticket.person?.text ?? "", outcome: "failed",
                    detail: "mail \(Email.shown(address))"))
            throw Refusal(.signIn, "refusal.sign-in.code")
        }
    }

    private func begin(_ ticket: StoredTicket, device: String?, from caller: Caller) async throws -> Entered {
        let deviceHash = device.flatMap(Token.hash)
        let isKnown = try await records.read { connection in
            try ticket.person.map { try connection.isDevice(deviceHash ?? [], of: $0) } ?? false
        }
        let new = NewSession(self, role: .contact, device: isKnown ? device : nil, from: caller)
        return try await change { connection, journal in
            // Once, whoever else tries at this moment: the row count decides.
            guard let id = try connection.useTicket(ticket.id, at: new.at), let person = try connection.person(id),
                MailWay.signIn.isFor(person)
            else { throw MailTickets.gone }
            let entered = try new.enter(person, connection)
            journal.audit(
                actor: Actor(person), action: "sign-in", subject: person.id.text, outcome: entered.outcome,
                detail: "mail \(person.email) \(Email.shown(caller.address))")
            return entered
        }
    }
}

extension MailTickets {
    /// The same for what is spent, over or invented.
    static var gone: Refusal { Refusal(.notFound, "refusal.ticket.gone") }
}
