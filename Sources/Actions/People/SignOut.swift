import Model
import Records

extension OpenAgency {
    /// Ends a session on the server (ASVS 7.4.1). Twice is harmless.
    public func signOut(_ session: Session) async throws {
        try await change { connection, journal in
            guard try connection.deleteSession(session.tokenHash) else { return }
            journal.audit(actor: session.actor, action: "sign-out", subject: session.person.id.text)
        }
        sessionEnded(session.tokenHash)
    }
}
