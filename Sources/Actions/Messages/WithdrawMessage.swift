public import Model
import Records

extension OpenAgency {
    /// Takes back what a member of staff wrote, within an hour: its text goes, what came with it is internal again, and that
    /// something was withdrawn stays to be seen. Twice is harmless. The answer waits for the client's pages.
    /// - Throws: `Refusal(.notFound)` when it is not theirs, or they may no longer see the client; `.conflict` after the hour.
    public func withdraw(message text: String, _ session: Session) async throws -> Message {
        let none = Refusal(.notFound, "refusal.not-found")
        guard let id = ID<Message>(checking: text) else { throw none }
        let now = world.now()
        let message = try await change { connection, journal in
            guard let message = try connection.message(id), message.person == session.person.id, message.origin == .staff,
                let person = try connection.person(session.person.id), person.epoch == session.person.epoch,
                try connection.access(of: person, to: message.client) == .staff
            else { throw none }
            try connection.mustBeFree(.client(message.client))
            if message.withdrawn != nil { return message }
            guard message.isWithdrawable(by: person.id, at: now) else { throw Refusal(.conflict, "refusal.message.late") }
            try connection.withdraw(id, at: now)
            for document in message.documents where try connection.setVisibility(.internal, of: document) {
                journal.withdraws(.documents(message.client, message.caseID))
                journal.audit(actor: session.actor, action: "document.unpublish", subject: document.text)
            }
            journal.withdraws(.messages(message.client, message.caseID))
            journal.audit(actor: session.actor, action: "message.withdraw", subject: id.text)
            return try connection.message(id) ?? message
        }
        try await settled()
        return message
    }
}
