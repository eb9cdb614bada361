public import Model
import Records

/// Everything of a case, internal too: for staff alone.
public struct StaffCase: Sendable, Hashable {
    public let client: Client
    public let record: Case
    /// Newest first.
    public let events: [Event]
    /// Newest first.
    public let documents: [Document]
    /// What was written and asked for.
    public let letters: StaffLetters
}

extension OpenAgency {
    /// A case as the staff see it. The read is audited.
    /// - Throws: `Refusal(.notFound)` when the person is no staff, may not see the client, or there is no such case.
    public func staffCase(_ session: Session, client slug: Slug, case record: Slug) async throws -> StaffCase {
        let client = try await staffAccess(session, client: slug)
        let (pending, now) = (room.looks.pending(of: session.person.id), world.now())
        let found = try await records.read { connection -> StaffCase? in
            guard let record = try connection.caseRecord(of: client.id, slug: record) else { return nil }
            return StaffCase(
                client: client, record: record, events: try connection.events(of: record.id),
                documents: try connection.documents(of: record.id),
                letters: try StaffLetters(of: record, for: session.person, pending: pending, at: now, connection))
        }
        guard let found else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, "case.read", subject: found.record.id.text, group: .session(session.tokenHash)))
        noteLook(session, at: found.record.id)
        return found
    }
}
