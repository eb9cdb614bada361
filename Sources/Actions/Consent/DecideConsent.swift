public import Model
import Records
import Site
import Synchronization

extension OpenAgency {
    /// Keeps what somebody decided about a purpose: given; or, when they do not want it, withdrawn where it stood and refused
    /// where it did not.
    /// - Parameters:
    ///   - agrees: whether they want it.
    ///   - notice: the digest of what they read (`ConsentNotice.digest`).
    ///   - earlier: the reference that their browser holds, if any.
    ///   - session: whose, when somebody is signed in.
    ///   - address: decisions from one address are slowed down.
    /// - Throws: `Refusal(.conflict)` when what they read is not what is asked now; `.tooMany`.
    public func decideConsent(
        _ agrees: Bool, notice: String, earlier: String?, session: Session?, address: String
    ) async throws -> Consent {
        let agency = try await agency()
        guard site.languages.contains(where: { site.consentNotice(agency, language: $0).digest == notice }) else {
            throw Refusal(.conflict, "refusal.consent.notice")
        }
        let (now, world) = (world.now(), world)
        try parts.part { ConsentThrottle() }.count(address, at: now)
        return try await change { connection, journal in
            journal.addsDocumentsOnly()
            let stands = try earlier.map { try connection.consents(of: $0).last?.decision == .given } ?? false
            let consent = Consent(
                id: world.id(), reference: stands ? earlier ?? "" : world.token(), person: session?.person.id,
                purpose: .analytics, decision: agrees ? .given : stands ? .withdrawn : .refused, notice: notice, how: "form",
                at: now)
            try connection.insert(consent)
            journal.audit(
                actor: session?.actor ?? .visitor, action: "consent.decide", subject: consent.id.text,
                detail: "\(consent.purpose.rawValue) \(consent.decision.rawValue)")
            return consent
        }
    }

    /// The decisions of a reference, the oldest first. Whoever has the reference may read them: it is random, and names nobody.
    /// - Throws: `Refusal(.notFound)` when there are none.
    public func consents(of reference: String) async throws -> [Consent] {
        let found = try await records.read { try $0.consents(of: reference) }
        guard !found.isEmpty else { throw Refusal(.notFound, "refusal.not-found") }
        return found
    }

    /// Whether what a browser's reference stands for was given and not withdrawn.
    public func stands(consent reference: String) async throws -> Bool {
        try await records.read { try $0.consents(of: reference).last?.decision == .given }
    }
}

/// Keeps one address from filling the records with decisions: thirty at once, then one a minute.
final class ConsentThrottle: Sendable {
    private let buckets = Mutex(Buckets(.address, limit: 10_000))

    /// - Throws: `Refusal(.tooMany)` with the argument `seconds`.
    func count(_ address: String, at now: Instant) throws {
        try buckets.withLock { buckets in
            let key = AddressBlock.of(address)
            let wait = buckets.wait(key, now)
            guard wait == 0 else { throw Refusal(.tooMany, "refusal.too-many", ["seconds": String((wait + 999) / 1000)]) }
            buckets.fail(key, now)
        }
    }
}
