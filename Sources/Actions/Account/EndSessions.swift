import Model
import Records

extension OpenAgency {
    /// Ends one of the person's sessions, at once (ASVS 7.5.2).
    /// - Parameter name: as `SessionEntry` names it.
    /// - Throws: `Refusal(.notFound)` when the person has no such session.
    public func endSession(_ name: String, by session: Session) async throws {
        let ended = try await change { connection, journal in
            let person = try connection.acting(session)
            guard let stored = try connection.sessions(of: person.id).first(where: { SessionEntry.name($0.token) == name })
            else { throw Refusal(.notFound, "refusal.account.no-session") }
            try connection.deleteSession(stored.token)
            journal.audit(actor: Actor(person), action: "session.end", subject: person.id.text, detail: stored.device)
            return stored.token
        }
        sessionEnded(ended)
    }

    /// Ends all of the person's sessions but the one that asks, and tells how many. Sign-ins that wait for a code go too.
    @discardableResult public func endOtherSessions(by session: Session) async throws -> Int {
        let ended = try await change { connection, journal in
            let person = try connection.acting(session)
            let others = try connection.sessions(of: person.id).map(\.token).filter { $0 != session.tokenHash }
            for token in others { try connection.deleteSession(token) }
            try connection.deleteSecondSteps(of: person.id, beyond: 0)
            journal.audit(
                actor: Actor(person), action: "session.end-others", subject: person.id.text, detail: String(others.count))
            return others
        }
        for token in ended { sessionEnded(token) }
        return ended.count
    }
}
