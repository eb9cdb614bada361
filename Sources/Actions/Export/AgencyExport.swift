import Model
import Records

extension OpenAgency {
    /// The export of everything that the agency has, for its owners and admins, made while they wait.
    /// - Throws: `Refusal(.notFound)` for everybody else; `.forbidden` when the last proof of who acts is older than ten minutes;
    ///   `.full`.
    public func agencyExport(_ session: Session) async throws -> ExportedFile {
        let now = clock.now()
        try await records.read { connection in
            _ = try connection.manager(session)
            _ = try connection.acting(session, freshAt: now)
        }
        return try await exportFile { try await self.export(to: $0, by: session.actor) }
    }
}
