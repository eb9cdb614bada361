import Model
import Records

extension OpenAgency {
    /// Seconds that the link to a new address works.
    static let addressChangeLife: Int64 = 24 * 3600
    /// How often one person may ask in an hour.
    static let addressChangesAnHour = 5

    /// Asks for another e-mail address of one's own by a form: `email`, `present`. A letter with a link goes to the new one;
    /// nothing changes before that is opened there and sent (`changeAddress`). What comes back says nothing of whether the
    /// address is somebody's already, or was that of somebody who was erased: then a wish is kept whose link nobody gets.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.forbidden` when who has no password signed in more than ten minutes ago;
    ///   `.tooMany` with the argument `seconds`; `.signIn` when the session is over.
    public func askForAddress(_ session: Session, _ typed: Typed, address: String) async throws {
        let email = try typed.read { $0.email("email", isRequired: true) }
        let person = try await records.read { try $0.acting(session) }
        guard email != person.email else { throw Refusal.at("email", "refusal.account.same-address") }
        if person.hasPassword {
            try await Refusal.at("present") { try await prove(session, password: typed["present"] ?? "", address: address) }
        }
        let now = clock.now()
        try shared.part { MailThrottle() }.count(address, at: now)
        let (token, guardian) = (NewToken(world), returnGuard())
        let wish = StoredAddressChange(
            id: world.id(), person: person.id, token: token.hash, email: email, created: now,
            expires: now.adding(seconds: OpenAgency.addressChangeLife))
        let url = "\(try await agency().origin(settings.baseURL))/\(slug)/new-address?token=\(token.text)"
        try await change { connection, journal in
            let person = try connection.acting(session, freshAt: now)
            let count = try connection.addressChangeCount(of: person.id, since: now.adding(seconds: -3600))
            guard count < OpenAgency.addressChangesAnHour else {
                throw Refusal(.tooMany, "refusal.sign-in.throttled", ["seconds": "3600"])
            }
            // The last one counts: whoever mistyped an address does not leave it a link that works.
            try connection.voidAddressChanges(of: person.id, at: now)
            try connection.insert(wish)
            let isFree = try connection.isFree(address: email, guardian)
            if isFree { journal.mail(.newAddress(url: url, email: email, until: wish.expires), to: person.id) }
            journal.audit(
                actor: Actor(person), action: "address.ask", subject: person.id.text, outcome: isFree ? "ok" : "taken",
                detail: "\(email) \(Email.shown(address))")
        }
    }

    /// The new address that a link is for, while it is worth something. Looking changes nothing.
    public func addressOfLink(token: String) async throws -> String? {
        guard let hash = Token.hash(token) else { return nil }
        let (found, kept) = try await records.read { (try $0.addressChange(token: hash), try $0.clock()) }
        clock.raise(to: kept)
        return found.flatMap { $0.used == nil && clock.now() < $0.expires ? $0.email : nil }
    }

    /// Gives a person the address to which a link was sent, and spends the link. All sessions of the person end but the one in
    /// this browser, if it is theirs; links sent to the old address are worth nothing, and a letter tells it of the change.
    /// - Parameters:
    ///   - session: of the browser in which the link was opened, whoever's it is.
    ///   - device: the token in its device cookie, if it sent one.
    /// - Returns: the session that goes on, under a new token; nil when the person is not signed in there.
    /// - Throws: `Refusal(.notFound)` when the link is spent, over or invented, or the address is somebody's by now, or that of
    ///   somebody who was erased meanwhile.
    public func changeAddress(
        link token: String, by session: Session?, device: String?, address: String
    ) async throws -> SignedIn? {
        guard let hash = Token.hash(token) else { throw MailTickets.gone }
        clock.raise(to: try await records.read { try $0.clock() })
        let (now, guardian) = (clock.now(), returnGuard())
        let new = session.map {
            NewSession(self, role: $0.person.role, device: device, from: Caller(address: address, agent: ""))
        }
        return try await change { connection, journal in
            guard let wish = try connection.addressChange(token: hash), try connection.useAddressChange(wish.id, at: now),
                var person = try connection.person(wish.person), !person.isDisabled,
                try connection.isFree(address: wish.email, guardian)
            else { throw MailTickets.gone }
            let isHere = session.map { (try? connection.acting($0).id) == person.id } ?? false
            let old = person.email
            person.email = wish.email
            try connection.update(person)
            try connection.bumpEpoch(of: person.id)
            try connection.deleteInvitations(of: person.id)
            try connection.voidTickets(of: person.id, at: now)
            journal.mail(.addressChanged(from: old), to: person.id)
            journal.audit(
                actor: Actor(person), action: "address.change", subject: person.id.text,
                detail: "\(old) -> \(person.email) \(Email.shown(address))")
            guard isHere, let session, let new else {
                try connection.deleteSessions(of: person.id)
                return nil
            }
            return try new.renew(session, connection)
        }
    }
}

extension Connection {
    /// Whether an account may get an address: it is nobody's, and nobody who was erased comes back by it.
    fileprivate func isFree(address: String, _ guardian: ReturnGuard) throws -> Bool {
        guard try person(email: address) == nil else { return false }
        return try !guardian.refuses(address, self)
    }
}
