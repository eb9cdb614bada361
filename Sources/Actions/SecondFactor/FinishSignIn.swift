import Model
import Records

extension OpenAgency {
    /// Whether a sign-in waits for the second factor under this token. Looking changes nothing.
    public func awaitsCode(step token: String) async throws -> Bool {
        guard let hash = Token.hash(token) else { return false }
        return try await waiting(hash, device: nil) != nil
    }

    /// Ends a sign-in by the second factor.
    /// - Parameters:
    ///   - token: of the second step, out of the browser's cookie.
    ///   - code: as typed; six digits of the app, or a recovery code.
    ///   - device: the token in the browser's device cookie, if it sent one.
    /// - Throws: `Refusal(.signIn)` when there is no such step (over, burned, ended, of another agency): it begins anew with the
    ///   password; `.invalid` when the code is wrong or was used; `.tooMany` after too many wrong ones.
    public func finishSignIn(
        step token: String, code: String, device: String?, address: String, agent: String = ""
    ) async throws -> SignedIn {
        let gone = Refusal(.signIn, "refusal.second-step.gone")
        let deviceHash = device.flatMap(Token.hash)
        guard let hash = Token.hash(token), let waiting = try await waiting(hash, device: deviceHash) else { throw gone }
        let attempt = Throttle.Attempt(
            agency: slug, person: waiting.person.id, email: waiting.person.email,
            device: waiting.isKnownDevice ? deviceHash : nil, address: address)
        let detail = "\(waiting.person.email) \(Email.shown(address))"
        try begin(attempt, of: waiting.person, detail: detail)
        let taker = CodeTaker(self)
        let new = NewSession(
            self, role: waiting.person.role, device: waiting.isKnownDevice ? device : nil,
            from: Caller(address: address, agent: agent))
        do {
            let signedIn = try await change { connection, journal in
                guard let person = try connection.waiting(hash, at: new.at)?.person else { throw gone }
                guard let taken = try taker.take(code, of: person.id, connection) else {
                    throw Refusal(.invalid, "refusal.second-step.wrong")
                }
                try connection.deleteSecondStep(hash)
                if taken.isRecovery { journal.mail(.recoveryCodeUsed, to: person.id) }
                journal.audit(
                    actor: Actor(person), action: "sign-in.code", subject: person.id.text,
                    detail: "\(taken.how) \(detail)")
                return try new.enter(person, having: taken, connection)
            }
            codes.succeeded(attempt)
            return signedIn
        } catch let refusal as Refusal where refusal.kind == .invalid {
            try await records.write { try $0.failSecondStep(hash, limit: SecondStep.tries) }
            note(Noted(.visitor, "sign-in.code", subject: waiting.person.id.text, outcome: "failed", detail: detail))
            throw refusal
        } catch {
            codes.takeBack(attempt)
            throw error
        }
    }

    private func begin(_ attempt: Throttle.Attempt, of person: Person, detail: String) throws {
        do {
            try codes.begin(attempt)
        } catch {
            note(
                Noted(
                    .visitor, "sign-in.code", subject: person.id.text, outcome: "throttled", detail: detail,
                    group: .address(attempt.address)))
            throw error
        }
    }

    private func waiting(_ hash: [UInt8], device: [UInt8]?) async throws -> (person: Person, isKnownDevice: Bool)? {
        clock.raise(to: try await records.read { try $0.clock() })
        let now = clock.now()
        return try await records.read { connection in
            guard let person = try connection.waiting(hash, at: now)?.person else { return nil }
            return (person, try connection.isDevice(device ?? [], of: person.id))
        }
    }
}

extension Connection {
    /// A second step that still holds, and whose it is.
    fileprivate func waiting(_ hash: [UInt8], at now: Instant) throws -> (step: StoredSecondStep, person: Person)? {
        guard let step = try secondStep(hash), now < step.created.adding(seconds: SecondStep.lifetime),
            step.tries < SecondStep.tries, let person = try person(step.person), !person.isDisabled,
            person.epoch == step.epoch, person.hasSecondFactor
        else { return nil }
        return (step, person)
    }
}
