import Foundation
public import Model
public import Records

extension OpenAgency {
    /// Keeps somebody's data from being erased, whoever asks and whatever rule says so, until it is lifted.
    /// - Parameter reason: for those who are refused; nothing that they may not read.
    /// - Throws: `Refusal(.invalid)` without a reason; `.notFound` when there is nobody.
    public func hold(_ subject: DataMap.Subject, reason: String, by actor: Actor = .operator) async throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty, reason.utf8.count <= 500 else { throw Refusal.at("reason", "refusal.hold.reason") }
        let (id, now) = (world.uuid(), world.now())
        try await change { connection, journal in
            guard try !connection.isGone(subject) else {
                throw Refusal(.notFound, "refusal.subject.none", ["subject": subject.id])
            }
            try connection.insert(LegalHold(id: id, subject: subject, reason: reason, since: now))
            journal.audit(actor: actor, action: "hold.set", subject: subject.id, detail: reason)
        }
    }

    /// Lifts every hold of somebody. Without one, nothing happens.
    public func liftHold(_ subject: DataMap.Subject, by actor: Actor = .operator) async throws {
        let now = world.now()
        try await change { connection, journal in
            for hold in try connection.liftHolds(of: subject, at: now) {
                journal.audit(actor: actor, action: "hold.lift", subject: subject.id, detail: hold.id)
            }
        }
    }
}
