import Model
import Records

/// Ways in for which a mail is asked.
public enum MailWay: Sendable {
    /// Signing in, for contacts (ASVS 6.3.6: never for staff).
    case signIn
    /// Another password, for everybody.
    case newPassword

    var purpose: StoredTicket.Purpose { self == .signIn ? .signIn : .password }
}

extension OpenAgency {
    /// Has a mail sent to whoever has the address, if somebody has. What comes back, and how long it takes, says nothing of
    /// that (ASVS 6.3.8): for nobody's address a ticket is written too, which opens nothing. One address gets at most five an
    /// hour.
    /// - Parameters:
    ///   - typed: the e-mail as typed.
    ///   - to: where a link to sign in goes on to: a path of this agency, encoded as it may stand in a query.
    ///   - browser: the token of the cookie that binds the ticket to the browser, if it sent one.
    ///   - address: where the request came from.
    /// - Returns: the token for that cookie.
    /// - Throws: `Refusal(.invalid)` for what can be no address; `.tooMany` with the argument `seconds` when too many mails
    ///   were asked for from there.
    public func askByMail(_ typed: String, way: MailWay, to: String? = nil, browser: String?, address: String) async throws
        -> String
    {
        let email = try Email.checked(typed)
        clock.raise(to: try await records.read { try $0.clock() })
        let now = clock.now()
        try shared.part { MailThrottle() }.count(address, at: now)
        let own = browser.flatMap { Token.hash($0) == nil ? nil : $0 } ?? NewToken(world).text
        let ticket = NewTicket(world, way: way, browser: own, email: email, at: now)
        let (office, origin) = (room.postOffice, try await agency().origin(settings.baseURL))
        let letter = ticket.letter("\(origin)/\(slug)/", to: to)
        let outcome = try await records.write { connection -> Asked in
            let agency = try connection.agency()
            let person = try connection.person(email: email).flatMap { way.isFor($0) ? $0 : nil }
            let count = try connection.ticketCount(address: ticket.stored.address, since: now.adding(seconds: -3600))
            let isAllowed = person != nil && count < MailTickets.anHour
            var stored = ticket.stored
            stored.person = isAllowed ? person?.id : nil
            try connection.insert(stored)
            try connection.raiseClock(to: now)
            if isAllowed, let person { try office.post(letter, to: person.id, of: agency, connection) }
            return Asked(person: person?.id, isSent: isAllowed)
        }
        note(
            Noted(
                .visitor, way == .signIn ? "sign-in.ask" : "password.ask", subject: outcome.person?.text ?? "",
                outcome: outcome.isSent ? "ok" : outcome.person == nil ? "unknown" : "limit",
                detail: "\(email) \(Email.shown(address))"))
        if outcome.isSent { room.schedule.wake(slug, at: now) }
        return own
    }

    private struct Asked: Sendable {
        let person: ID<Person>?
        let isSent: Bool
    }

    /// What the browser that asked to sign in by mail shows to another one; nil when it has not asked, or that is over.
    public func codeToShow(browser: String) async throws -> String? {
        guard let hash = Token.hash(browser) else { return nil }
        let (ticket, kept) = try await records.read { (try $0.latestTicket(browser: hash, for: .signIn), try $0.clock()) }
        clock.raise(to: kept)
        guard let ticket, ticket.isLive(at: clock.now()) else { return nil }
        return MailTickets.shown(browser: browser, ticket: ticket.id)
    }
}

extension MailWay {
    /// Whether the person may take this way.
    func isFor(_ person: Person) -> Bool {
        !person.isDisabled && (self == .newPassword || person.role == .contact)
    }
}

extension StoredTicket {
    func isLive(at now: Instant) -> Bool { used == nil && now < expires && tries < MailTickets.tries }
}

/// A ticket about to be written, with its secrets.
struct NewTicket: Sendable {
    let stored: StoredTicket
    private let token: NewToken
    private let code: String

    init(_ world: World, way: MailWay, browser: String, email: String, at now: Instant) {
        (token, code) = (NewToken(world), MailTickets.code(world))
        let id: ID<StoredTicket> = world.id()
        let shown = MailTickets.normal(MailTickets.shown(browser: browser, ticket: id))
        stored = StoredTicket(
            id: id, purpose: way.purpose, token: token.hash, browser: Token.hash(browser) ?? token.hash,
            code: MailTickets.hash(browser, id.text, code), shown: MailTickets.hash(token.text, shown), person: nil,
            address: MailTickets.hash(email), created: now, expires: now.adding(seconds: MailTickets.life(way.purpose)))
    }

    /// - Parameters:
    ///   - home: the agency's address, with a slash at the end.
    ///   - to: where the link goes on to, as it may stand in a query.
    func letter(_ home: String, to: String?) -> MailLetter {
        let next = to.map { "&to=" + $0 } ?? ""
        return switch stored.purpose {
        case .signIn: .signIn(url: "\(home)sign-in/link?token=\(token.text)\(next)", code: code, until: stored.expires)
        case .password: .newPassword(url: "\(home)new-password?token=\(token.text)", until: stored.expires)
        }
    }
}
