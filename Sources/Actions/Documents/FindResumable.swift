public import Model
import Records

extension OpenAgency {
    /// One's own upload, as much of it as is durable. What was refused, is over its time or was given up is not there.
    /// - Throws: `Refusal(.notFound)` when there is none for this person.
    public func resumable(
        _ session: Session, client slug: Slug, case record: Slug, id: String
    ) async throws -> ResumableUpload {
        let gone = Refusal(.notFound, "refusal.not-found")
        let (client, access) = try await access(session, client: slug)
        guard access.mayUpload, let id = ID<ResumableUpload>(checking: id) else { throw gone }
        let now = world.now()
        let found = try await records.read { connection -> ResumableUpload? in
            guard let upload = try connection.resumable(id), upload.isThere(at: now),
                try connection.caseRecord(of: client.id, slug: record)?.id == upload.caseID
            else { return nil }
            return upload
        }
        guard let found, found.person == session.person.id else { throw gone }
        return found
    }
}

extension ResumableUpload {
    /// Whether it can be asked for: under way, or ended well.
    func isThere(at now: Instant) -> Bool { expires > now && (receipt == nil || document != nil) }
}
