import Documents
import Model
import Records

/// A second factor that now counts, or new recovery codes for it.
public struct NewSecondFactor: Sendable {
    /// Recovery codes to be kept by the person. They stand nowhere else: only their hashes are kept.
    public let codes: [String]
    /// The person goes on in this browser; every other session is over.
    public let signedIn: SignedIn
}

extension OpenAgency {
    /// Confirms what was offered, by a form with a code of it: `code`. From now on no sign-in of the person ends without a code; their other
    /// sessions end, and this one gets a new token.
    /// - Throws: `Refusal(.invalid)` with `fields` when the code is wrong; `.conflict` when nothing was offered, or its time is over;
    ///   `.tooMany`; `.forbidden` when the last proof of who asks is older than ten minutes.
    public func confirmSecondFactor(
        _ session: Session, _ typed: Typed, device: String?, address: String
    ) async throws -> NewSecondFactor {
        let code = typed["code"] ?? ""
        let attempt = attempt(session, address)
        try codes.begin(attempt)
        do {
            let made = try await Refusal.at("code") {
                try await confirm(session, code, device: device, address: address)
            }
            codes.succeeded(attempt)
            return made
        } catch let refusal as Refusal where refusal.kind == .invalid {
            throw refusal
        } catch {
            codes.takeBack(attempt)
            throw error
        }
    }

    private func confirm(_ session: Session, _ code: String, device: String?, address: String) async throws -> NewSecondFactor {
        let (keys, time) = (keys, world.now())
        let recovery = (0..<RecoveryCode.count).map { _ in RecoveryCode(world) }
        let new = NewSession(self, role: session.person.role, device: device, from: Caller(address: address, agent: ""))
        let signedIn = try await change { connection, journal in
            let person = try connection.acting(session, freshAt: new.at)
            guard !person.hasSecondFactor else { throw Refusal(.conflict, "refusal.second-factor.exists") }
            guard let offer = try connection.secondFactorOffer(of: person.id),
                new.at < offer.created.adding(seconds: SecondFactorOffer.lifetime)
            else { throw Refusal(.conflict, "refusal.second-factor.over") }
            let secret = try keys.open(offer.secret, of: person.id.text, kind: SecondFactorOffer.kind)
            guard case .app(let digits)? = TypedCode(code), let step = TOTP.step(of: digits, secret, at: time) else {
                throw Refusal(.invalid, "refusal.second-step.wrong")
            }
            try connection.removeSecondFactorOffer(of: person.id)
            // The code that confirms is spent like any other.
            try connection.setSecondFactor(
                StoredSecondFactor(secret: offer.secret, step: step, since: new.at), of: person.id)
            try connection.setRecoveryCodes(recovery.map(\.hash), of: person.id)
            try connection.bumpEpoch(of: person.id)
            journal.mail(.secondFactorOn, to: person.id)
            journal.audit(
                actor: Actor(person), action: "second-factor.set", subject: person.id.text, detail: Email.shown(address))
            return try new.renew(session, connection)
        }
        return NewSecondFactor(codes: recovery.map(\.text), signedIn: signedIn)
    }

    /// A try to give a code by who is signed in: their own browser's, so that nobody else's tries count against it.
    func attempt(_ session: Session, _ address: String) -> Throttle.Attempt {
        Throttle.Attempt(
            agency: slug, person: session.person.id, email: session.person.email, device: session.tokenHash, address: address)
    }
}
