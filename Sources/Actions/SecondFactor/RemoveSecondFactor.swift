public import Model
import Records

extension OpenAgency {
    /// Takes one's own second factor away, by a form: `present`, the password, and `code`, of it or a recovery code. The person's other sessions end, and this one
    /// gets a new token.
    /// - Throws: `Refusal(.invalid)` with `fields` when one of the two is wrong; `.conflict` when there is none; `.tooMany`; `.forbidden` when
    ///   the person has no password and signed in longer than ten minutes ago.
    public func removeSecondFactor(
        _ session: Session, _ typed: Typed, device: String?, address: String
    ) async throws -> SignedIn {
        let code = typed["code"] ?? ""
        if session.person.hasPassword {
            try await Refusal.at("present") { try await prove(session, password: typed["present"] ?? "", address: address) }
        }
        let attempt = attempt(session, address)
        try codes.begin(attempt)
        let taker = CodeTaker(self)
        let new = NewSession(self, role: session.person.role, device: device, from: Caller(address: address, agent: ""))
        do {
            let signedIn = try await change { connection, journal in
                let person = try connection.acting(session, freshAt: new.at)
                guard person.hasSecondFactor else { throw Refusal(.conflict, "refusal.second-factor.none") }
                guard let taken = try taker.take(code, of: person.id, connection) else {
                    throw Refusal(.invalid, "refusal.second-step.wrong")
                }
                try connection.forgetSecondFactor(of: person.id)
                try connection.bumpEpoch(of: person.id)
                journal.mail(.secondFactorOff, to: person.id)
                journal.audit(
                    actor: Actor(person), action: "second-factor.remove", subject: person.id.text,
                    detail: "\(taken.how) \(Email.shown(address))")
                return try new.renew(session, connection)
            }
            codes.succeeded(attempt)
            return signedIn
        } catch let refusal as Refusal where refusal.kind == .invalid {
            note(
                Noted(
                    session.actor, "second-factor.remove", subject: session.person.id.text, outcome: "failed",
                    detail: Email.shown(address)))
            throw Refusal.form(["code": refusal])
        } catch {
            codes.takeBack(attempt)
            throw error
        }
    }

    /// Takes a person's second factor away on the command line: for who has lost phone and codes, when nobody else may. Their
    /// sessions end.
    /// - Throws: `Refusal(.notFound)` when nobody has the e-mail, `.conflict` when there is none.
    public func resetSecondFactor(_ email: String, by actor: Actor = .operator) async throws {
        let email = Email.normal(email)
        let now = world.now()
        try await change { connection, journal in
            let person = try connection.person(named: email)
            guard person.hasSecondFactor else { throw Refusal(.conflict, "refusal.second-factor.none") }
            try connection.tellOwners(.secondFactor, of: person, by: actor, at: now, &journal)
            try connection.forgetSecondFactor(of: person.id)
            try connection.endSessions(of: person.id)
            journal.mail(.secondFactorOff, to: person.id)
            journal.audit(actor: actor, action: "second-factor.reset", subject: person.id.text)
        }
    }
}

extension Connection {
    /// Takes everything of a second factor away.
    func forgetSecondFactor(of person: ID<Person>) throws {
        try removeSecondFactor(of: person)
        try removeSecondFactorOffer(of: person)
        try deleteRecoveryCodes(of: person)
    }

    /// Ends whatever the person is signed in by, and what only waits for a code: both go by the epoch.
    func endSessions(of person: ID<Person>) throws {
        try bumpEpoch(of: person)
        try deleteSessions(of: person)
    }
}
