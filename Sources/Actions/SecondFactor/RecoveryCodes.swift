import Model
import Records

extension OpenAgency {
    /// Makes ten new recovery codes (the form has `present` where the password is asked for); those that the person had are worth nothing.
    /// - Returns: the codes, for the person to keep. They stand nowhere else: only their hashes are kept.
    /// - Throws: `Refusal(.conflict)` when there is no second factor that they could stand in for; `.forbidden` when the last
    ///   proof of who asks is older than ten minutes.
    public func newRecoveryCodes(_ session: Session, _ typed: Typed = Typed([:]), address: String = "") async throws -> [String] {
        try await prove(session, typed, address: address)
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(world) }
        let now = clock.now()
        try await change { connection, journal in
            let person = try connection.acting(session, freshAt: now)
            guard person.hasSecondFactor else { throw Refusal(.conflict, "refusal.second-factor.none") }
            try connection.setRecoveryCodes(codes.map(\.hash), of: person.id)
            journal.audit(actor: Actor(person), action: "recovery-codes.make", subject: person.id.text)
        }
        return codes.map(\.text)
    }

    /// Those of the texts that are recovery codes of the person and unspent, in their one spelling and their order: what a page
    /// that has just shown them may give back as a file.
    public func ownRecoveryCodes(_ session: Session, among texts: [String]) async throws -> [String] {
        try await records.read { connection in
            let person = try connection.acting(session)
            return try texts.prefix(RecoveryCode.count).filter { text in
                guard let hash = RecoveryCode.hash(text) else { return false }
                return try connection.isRecoveryCode(hash, of: person.id)
            }
        }
    }
}
