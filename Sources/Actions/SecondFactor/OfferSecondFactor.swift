import Documents
import Model
import Records

/// A second factor that is being set up: a secret for the app on the person's phone. It counts once a code of it was given.
public struct SecondFactorOffer: Sendable {
    /// 160 bits as Base32, for who cannot scan.
    public let secret: String
    /// What the QR code says: `otpauth://totp/…`.
    public let link: String

    /// Seconds that an offer lives.
    static let lifetime: Int64 = 30 * 60
    /// What its secret is sealed as.
    static let kind = "second factor"
}

extension OpenAgency {
    /// Makes a secret for the person's app. The form has `present` where the password is asked for. An earlier one that was not confirmed is worth nothing.
    /// - Throws: `Refusal(.conflict)` when there is a second factor already; `.forbidden` when the last proof of who asks is
    ///   older than ten minutes.
    public func offerSecondFactor(_ session: Session, _ typed: Typed = Typed([:]), address: String = "") async throws {
        try await prove(session, typed, address: address)
        let sealed = try keys.seal(world.random(TOTP.secretLength), of: session.person.id.text, kind: SecondFactorOffer.kind)
        let now = clock.now()
        try await change { connection, journal in
            let person = try connection.acting(session, freshAt: now)
            guard !person.hasSecondFactor else { throw Refusal(.conflict, "refusal.second-factor.exists") }
            try connection.setSecondFactorOffer(sealed, of: person.id, at: now)
            journal.audit(actor: Actor(person), action: "second-factor.offer", subject: person.id.text)
        }
    }

    /// What was offered and waits to be confirmed; nil when nothing does.
    /// - Throws: `Refusal(.forbidden)` when the last proof of who asks is older than ten minutes: whoever finds an open browser
    ///   does not read the secret in it.
    public func secondFactorOffer(_ session: Session) async throws -> SecondFactorOffer? {
        let now = clock.now()
        let (person, offer, agency) = try await records.read { connection in
            (
                try connection.acting(session, freshAt: now), try connection.secondFactorOffer(of: session.person.id),
                try connection.agency()
            )
        }
        guard let offer, now < offer.created.adding(seconds: SecondFactorOffer.lifetime) else { return nil }
        let secret = try keys.open(offer.secret, of: person.id.text, kind: SecondFactorOffer.kind)
        return SecondFactorOffer(
            secret: Base32.text(secret), link: TOTP.link(secret, issuer: agency.name, account: person.email))
    }
}
