public import Model
import Records

extension Workspace {
    /// The kept runs, the newest first.
    public func proofs(limit: Int = ProofArchive.most) async throws -> [KeptProof] {
        let archive = ProofArchive(settings)
        return try await Blocking.run { try archive.runs(limit: limit) }
    }

    /// Keeps a run: its file, an entry with the SHA-256 of that file in the audit log of each agency, and marks on the pages that
    /// show it. An agency that cannot be opened gets neither; `health` says why.
    public func keep(_ run: ProofRun, by actor: Actor) async throws -> KeptProof {
        let archive = ProofArchive(settings)
        let kept = try await Blocking.run { try archive.keep(run) }
        let failing = run.verdicts.count { $0.result == .failing }
        for slug in try slugs {
            guard let agency = try? await agency(slug) else { continue }
            try await agency.change { connection, journal in
                journal.addsDocumentsOnly()
                journal.audit(
                    actor: actor, action: "proof.run", subject: kept.sha256, outcome: failing == 0 ? "ok" : "failing",
                    detail: "\(run.verdicts.count) promises, \(failing) failing, \(run.build)")
                journal.changed(.proof)
            }
        }
        return kept
    }
}
