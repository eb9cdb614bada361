import Logging
public import Model
import Records

/// A thread with the names of those of the agency who wrote in it and are still there.
public struct KnownThread: Sendable {
    /// The thread itself.
    public let thread: SupportThread
    /// By the people who wrote in it.
    public let names: [ID<Person>: String]
}

extension OpenAgency {
    /// What owner and admin wrote to the operator and what was answered, what waits first; that they looked is audited.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func supportThreads(_ session: Session) async throws -> [KnownThread] {
        try session.mustManage()
        note(Noted(session.actor, "support.read", subject: id.text, group: .session(session.tokenHash)))
        return try await records.read { connection in
            let names = Dictionary(uniqueKeysWithValues: try connection.people().map { ($0.id, $0.name) })
            return try connection.supportThreads().map { KnownThread(thread: $0, names: names) }
        }
    }

    /// Asks the operator something. The form: `subject`, `body`. Sent twice it asks once.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` for anybody but owner and admin.
    @discardableResult public func askOperator(_ typed: Typed, by session: Session) async throws -> ID<SupportThread> {
        try session.mustManage()
        let (subject, body) = try typed.read { form in
            (form.line("subject", least: 1, most: 120), form.body("body", least: 1, most: OpenAgency.longestMessage))
        }
        let (thread, message): (ID<SupportThread>, ID<SupportThread.Message>) = (try typed.newID(), try typed.newID())
        try await say(body, message, in: thread, subject: subject, by: session)
        return thread
    }

    /// Writes more in a thread. The form: `body`. Sent twice it writes once.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` when there is no such thread, and for anybody but owner and admin.
    public func writeOperator(_ typed: Typed, in text: String, by session: Session) async throws {
        try session.mustManage()
        let body = try typed.read { form in form.body("body", least: 1, most: OpenAgency.longestMessage) }
        guard let thread = ID<SupportThread>(checking: text) else { throw Refusal(.notFound, "refusal.not-found") }
        try await say(body, try typed.newID(), in: thread, subject: nil, by: session)
    }

    /// Characters of one message.
    static let longestMessage = 10_000

    /// - Parameter subject: of a new thread; nil: it must be there.
    private func say(
        _ body: String, _ id: ID<SupportThread.Message>, in thread: ID<SupportThread>, subject: String?, by session: Session
    ) async throws {
        let message = SupportThread.Message(id: id, at: world.now(), side: .agency, person: session.person.id, body: body)
        let isNew = try await change { connection, journal in
            if try !connection.supportThreads().contains(where: { $0.id == thread }) {
                guard let subject else { throw Refusal(.notFound, "refusal.not-found") }
                try connection.insertSupportThread(thread, subject: subject)
            }
            guard try connection.add(message, to: thread) else { return false }
            journal.audit(actor: session.actor, action: "support.write", subject: thread.text)
            return true
        }
        // The operator has no account: who reads the log, or lists what waits, is told.
        if isNew { log.notice("an agency wrote to the operator", metadata: ["thread": "\(thread)"]) }
    }
}

extension Session {
    fileprivate func mustManage() throws {
        guard person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
    }
}
