public import Model
import Records

extension OpenAgency {
    /// Begins an upload to a case. Files follow one by one, then `finish`.
    /// - Parameter visibility: what staff ask for; nil: internal. What contacts bring is seen by the client's contacts at once.
    /// - Throws: `Refusal(.notFound)` when the person may not know the case, or may bring nothing to it.
    public func beginUpload(
        _ session: Session, client slug: Slug, case record: Slug, visibility: Visibility?
    ) async throws -> Upload {
        let (client, access) = try await access(session, client: slug)
        guard access.mayUpload, let record = try await records.read({ try $0.caseRecord(of: client.id, slug: record) }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return Upload(
            self, session, client: client.id, caseID: record.id,
            visibility: session.person.role.isStaff ? visibility ?? .internal : .client)
    }
}
