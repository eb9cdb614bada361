import Foundation
public import Model
public import Records

extension OpenAgency {
    /// Keeps somebody's data from being erased, whoever asks and whatever rule says so, until it is lifted.
    /// - Parameter reason: for those who are refused; nothing that they may not read.
    /// - Throws: `Refusal(.invalid)` without a reason; `.notFound` when there is nobody.
    public func hold(_ subject: DataMap.Subject, reason: String, by actor: Actor = .operator) async throws {
        try await hold(subject, reason: reason, by: actor, form: nil)
    }

    /// What stands for those who are refused: one to 500 bytes.
    static func reason(_ text: String) throws -> String {
        let reason = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty, reason.utf8.count <= 500 else { throw Refusal.at("reason", "refusal.hold.reason") }
        return reason
    }

    /// - Parameter form: by which it is asked for; sent twice, it is one hold.
    func hold(_ subject: DataMap.Subject, reason: String, by actor: Actor, form: ID<SentForm>?) async throws {
        let (reason, id, now) = (try OpenAgency.reason(reason), world.uuid(), world.now())
        try await change { connection, journal in
            guard try !connection.isGone(subject) else {
                throw Refusal(.notFound, "refusal.subject.none", ["subject": subject.id])
            }
            if let form, try !connection.isFirst(form, at: now) { return }
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
