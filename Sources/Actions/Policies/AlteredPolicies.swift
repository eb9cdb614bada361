public import Model
import Records
import Site

extension OpenAgency {
    /// The versions of the privacy policies, in whatever state, whose text does not have the SHA-256 that was announced, or whose
    /// SHA-256 is not the one in the audit log: somebody changed the records.
    public func alteredPolicies() async throws -> [PolicyVersion] {
        let (versions, unlogged) = try await records.read { connection in
            (try connection.policyVersions(), try connection.policyVersionsLoggedOtherwise())
        }
        return versions.filter { unlogged.contains($0.id) || (try? site.digest(of: $0)) != $0.digest }
    }
}
