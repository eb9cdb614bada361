public import Model
import Records

extension OpenAgency {
    /// Renders pages now: what is stale, or everything.
    /// - Parameters:
    ///   - full: everything, whatever the marks say; files that are not ours go.
    ///   - client: the pages of one client only.
    /// - Throws: `Refusal(.notFound)` when there is no such client.
    public func build(full: Bool = false, client: Slug? = nil) async throws -> BuildReport {
        // Somebody may have edited the agency's texts while the server runs.
        try await room.compareDigest()
        guard let client else { return try await room.builder.build(full ? .everything : .stale) }
        guard let found = try await records.read({ try $0.client(slug: client) }) else {
            throw Refusal(.notFound, "refusal.client.none", ["client": client.text])
        }
        return try await room.builder.build(.client(found.id, isFull: full))
    }
}
