import Model
import Records

extension OpenAgency {
    /// Signs a person in. Whatever is wrong (nobody has the e-mail, the password is another, the person is locked out, none
    /// was ever set) is the same answer after the same time (ASVS 6.3.8), and stands in the audit log.
    /// - Parameters:
    ///   - email: as typed.
    ///   - device: the token in the browser's device cookie, if it sent one.
    ///   - address: where the request came from.
    ///   - agent: what the browser says of itself.
    /// - Throws: `Refusal(.signIn)` when it is wrong; `.tooMany` with the argument `seconds` when the account or address has
    ///   failed too often, or too many sign in at this moment.
    public func signIn(
        email typed: String, password: String, device: String?, address: String, agent: String = ""
    ) async throws -> Entered {
        let email = Email.normal(typed)
        let deviceHash = device.flatMap(Token.hash)
        let known = try await account(email, device: deviceHash)
        let attempt = Throttle.Attempt(
            agency: slug, person: known?.person.id, email: email, device: known?.isKnownDevice == true ? deviceHash : nil,
            address: address)
        let detail = "\(Email.shown(email)) \(Email.shown(address))"
        let subject = known?.person.id.text ?? ""
        do {
            try entrance.throttle.begin(attempt)
        } catch {
            note(Noted(.visitor, "sign-in", subject: subject, outcome: "throttled", detail: detail, group: .address(address)))
            throw error
        }
        do {
            let hash = known.flatMap { $0.person.isDisabled ? nil : $0.hash }
            let verdict = try await entrance.passwords.verify(
                password, against: hash, lane: attempt.device == nil ? .unknown : .known)
            guard verdict.matches, let known else {
                note(Noted(.visitor, "sign-in", subject: subject, outcome: "failed", detail: detail))
                throw Refusal(.signIn, "refusal.sign-in.wrong")
            }
            let new = NewSession(
                self, role: known.person.role, device: known.isKnownDevice ? device : nil,
                from: Caller(address: address, agent: agent))
            let entered = try await begin(new, known, rehashed: verdict.rehashed, detail: detail)
            entrance.throttle.succeeded(attempt)
            return entered
        } catch let refusal as Refusal where refusal.kind == .signIn {
            throw refusal
        } catch {
            // The password was never looked at, or was right: that is no failure of theirs.
            entrance.throttle.takeBack(attempt)
            if (error as? Refusal)?.kind == .tooMany {
                note(Noted(.visitor, "sign-in", subject: subject, outcome: "busy", detail: detail, group: .address(address)))
            }
            throw error
        }
    }

    /// An account as sign-in needs it.
    private struct Account: Sendable {
        let person: Person
        let hash: String?
        let isKnownDevice: Bool
    }

    private func account(_ email: String, device: [UInt8]?) async throws -> Account? {
        let isPossible = email.utf8.count <= Email.longest && !email.utf8.contains(0)
        let (account, kept) = try await records.read { connection -> (Account?, Instant?) in
            let kept = try connection.clock()
            // The same queries for whoever exists and whoever does not.
            let person = isPossible ? try connection.person(email: email) : nil
            let id = person?.id ?? ID("")
            let hash = try connection.passwordHash(of: id)
            let isKnown = try connection.isDevice(device ?? [], of: id)
            return (person.map { Account(person: $0, hash: hash, isKnownDevice: isKnown) }, kept)
        }
        clock.raise(to: kept)
        return account
    }

    private func begin(_ new: NewSession, _ known: Account, rehashed: String?, detail: String) async throws -> Entered {
        try await change { connection, journal in
            // Between the verification and now the password may have changed or the person been locked out.
            guard let person = try connection.person(known.person.id), !person.isDisabled, person.epoch == known.person.epoch
            else { throw Refusal(.signIn, "refusal.sign-in.wrong") }
            if let rehashed, try connection.passwordHash(of: person.id) == known.hash {
                try connection.replacePasswordHash(rehashed, of: person.id)
            }
            let entered = try new.enter(person, connection)
            journal.audit(
                actor: Actor(person), action: "sign-in", subject: person.id.text, outcome: entered.outcome, detail: detail)
            return entered
        }
    }
}

extension Entered {
    /// As the audit log says it: `code` when the second factor is still to come.
    var outcome: String {
        switch self {
        case .signedIn: "ok"
        case .secondStep: "code"
        }
    }
}
