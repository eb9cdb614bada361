public import Model
import Records

extension Workspace {
    /// The runs that an audit log names, the newest first. What lies beside them in the archive is no evidence.
    public func proofs() async throws -> [KeptProof] {
        let files = try await proofFiles()
        let logged = try await logged(files.map(\.sha256))
        return files.filter { logged.contains($0.sha256) }.compactMap(\.kept)
    }

    /// The newest of them; nil before the first.
    public func newestProof() async throws -> KeptProof? {
        for file in try await proofFiles() where file.run != nil {
            if try await !logged([file.sha256]).isEmpty { return file.kept }
        }
        return nil
    }

    /// The files of the archive that no audit log names although an agency was there when they were made: somebody wrote or
    /// altered them.
    public func checkProofs() async throws -> [Problem] {
        let files = try await proofFiles()
        let logged = try await logged(files.map(\.sha256))
        let unknown = files.filter { !logged.contains($0.sha256) }
        guard !unknown.isEmpty, let since = try await oldestAgency() else { return [] }
        return unknown.filter { ProofArchive.instant(of: $0.name) > since }.map {
            Problem(.proof, $0.name, "problem.proof.unknown", ["path": "data/.proof/\($0.name)"])
        }
    }

    private func proofFiles() async throws -> [ProofArchive.File] {
        let archive = ProofArchive(settings)
        return try await Blocking.run { try archive.files() }
    }

    /// Those of the hashes that stand in the log of any agency. An agency that cannot be opened is not asked; `health` says why.
    private func logged(_ hashes: [String]) async throws -> Set<String> {
        var (left, found): (Set<String>, Set<String>) = (Set(hashes), [])
        for slug in try slugs where !left.isEmpty {
            guard let agency = try? await agency(slug) else { continue }
            let asked = left
            found.formUnion(try await agency.records.read { connection in try asked.filter { try connection.hasProofRun($0) } })
            left.subtract(found)
        }
        return found
    }

    /// Since when an agency has been here: what came from elsewhere names runs of elsewhere until then.
    private func oldestAgency() async throws -> Instant? {
        var oldest: Instant?
        for slug in try slugs {
            guard let agency = try? await agency(slug) else { continue }
            let since = try await agency.records.read { try $0.hereSince(agency.id) }
            if let since { oldest = min(since, oldest ?? since) }
        }
        return oldest
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

extension Connection {
    /// When the agency was made here, or came here from elsewhere or from a backup.
    fileprivate func hereSince(_ id: ID<Agency>) throws -> Instant? {
        try one(
            """
            SELECT max(at) FROM audit
            WHERE subject = \(id) AND action IN ('agency.add', 'data.import', 'backup.restore')
            """
        ) { try $0.instantIfAny(0) } ?? nil
    }
}
