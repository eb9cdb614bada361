import Model
import Records

extension Session {
    /// Seconds after which a proof of who somebody is has become too old for what guards the account.
    static let freshFor: Int64 = 10 * 60

    func isFresh(at now: Instant) -> Bool {
        proved.map { now < $0.adding(seconds: Session.freshFor) } ?? false
    }
}

extension OpenAgency {
    /// Whether the session's person proved who they are within the last ten minutes, by signing in or by the password:
    /// what e-mail, password, second factor and roles are changed by (ASVS 7.5.1).
    public func isFresh(_ session: Session) -> Bool {
        session.isFresh(at: clock.now())
    }

    /// Whether a form that guards the account has to ask for the password: when the last proof is too old, and there is one to
    /// ask for.
    public func asksForPassword(_ session: Session) -> Bool {
        !isFresh(session) && session.person.hasPassword
    }

    /// The same by a form, where it was asked for: `present`.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.forbidden` when it would have to be asked for, and there is none; `.tooMany`.
    public func prove(_ session: Session, _ typed: Typed, address: String) async throws {
        guard !isFresh(session) else { return }
        guard session.person.hasPassword else { throw Refusal(.forbidden, "refusal.account.no-password") }
        guard let password = typed["present"], !password.isEmpty else {
            throw Refusal.form(["present": Refusal(.invalid, "refusal.account.stale")])
        }
        try await Refusal.at("present") { try await prove(session, password: password, address: address) }
    }

    /// Asks for the password once more. Whoever has taken over a browser gets ten tries, and keeps nobody else out.
    /// - Throws: `Refusal(.invalid)` when it is wrong, or the person has none; `.tooMany`; `.signIn` when the session is over.
    public func prove(_ session: Session, password: String, address: String) async throws {
        let (hash, found) = try await records.read { connection in
            (try connection.passwordHash(of: session.person.id), try connection.acting(session))
        }
        guard let hash else { throw Refusal(.invalid, "refusal.account.no-password") }
        let attempt = Throttle.Attempt(
            agency: slug, person: found.id, email: found.email, device: session.tokenHash, address: address)
        try entrance.throttle.begin(attempt)
        let verdict: Passwords.Verdict
        do {
            verdict = try await entrance.passwords.verify(password, against: hash, lane: .known)
        } catch {
            entrance.throttle.takeBack(attempt)
            throw error
        }
        guard verdict.matches else {
            note(
                Noted(
                    session.actor, "session.prove", subject: found.id.text, outcome: "failed", detail: Email.shown(address)))
            throw Refusal(.invalid, "refusal.account.password")
        }
        entrance.throttle.succeeded(attempt)
        let now = clock.now()
        try await change { connection, journal in
            _ = try connection.acting(session)
            try connection.proveSession(session.tokenHash, at: now)
            journal.audit(actor: session.actor, action: "session.prove", subject: session.person.id.text)
        }
    }
}

extension Connection {
    /// The session's person as they are in this transaction: nobody acts by a session that something has ended meanwhile.
    /// - Throws: `Refusal(.signIn)`.
    func acting(_ session: Session) throws -> Person {
        guard let found = try self.session(session.tokenHash), found.person.id == session.person.id,
            !found.person.isDisabled, found.session.epoch == found.person.epoch
        else { throw Refusal(.signIn, "refusal.sign-in.needed") }
        return found.person
    }

    /// The same, for what guards an account.
    /// - Throws: `Refusal(.forbidden)` when the last proof of who acts is older than ten minutes.
    func acting(_ session: Session, freshAt now: Instant) throws -> Person {
        let person = try acting(session)
        guard let stored = try self.session(session.tokenHash)?.session,
            Session(person: person, stored: stored).isFresh(at: now)
        else { throw Refusal(.forbidden, "refusal.account.stale") }
        return person
    }
}
