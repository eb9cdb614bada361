public import Model

/// What `backup verify` found.
public struct BackupVerdict: Sendable {
    /// What was read.
    public var report = BackupReport()
    /// Snapshots that were looked at.
    public var snapshots = 0
    /// Files of the repository that are missing or not what was written; empty: it is whole.
    public var problems: [Problem] = []
}

/// One snapshot in a list.
public struct ListedSnapshot: Sendable {
    /// Its name, which says when it was made.
    public let name: SnapshotName
    /// The agencies in it, by their names in addresses.
    public let agencies: [String]
    /// How many files it has.
    public let files: Int
    /// Of the files.
    public let bytes: Int64
    /// Why it cannot be read; then the rest is empty.
    public let problem: Refusal?
}

extension Workspace {
    /// The snapshots of a repository, the oldest first.
    public func backups(in folder: any RepositoryFolder) async throws -> [ListedSnapshot] {
        let repository = try await BackupRepository.open(folder, root: try engines.root(settings.keys))
        var list: [ListedSnapshot] = []
        for name in try await repository.snapshots() {
            do {
                let snapshot = try await repository.read(name)
                list.append(
                    ListedSnapshot(
                        name: name, agencies: snapshot.agencies.map(\.slug), files: snapshot.files, bytes: snapshot.bytes,
                        problem: nil))
            } catch let refusal as Refusal {
                list.append(ListedSnapshot(name: name, agencies: [], files: 0, bytes: 0, problem: refusal))
            }
        }
        return list
    }

    /// Reads a repository again, every byte: each chunk, whether a snapshot names it or not, each list, each snapshot.
    /// - Parameters:
    ///   - snapshot: one snapshot and what it names, instead of everything.
    ///   - keys: backups of keys that are compared with their manifests too.
    public func verifyBackups(
        in folder: any RepositoryFolder, snapshot: String? = nil, keys: (any RepositoryFolder)? = nil,
        progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> BackupVerdict {
        let held = try await folder.taken(.reading)
        defer { held.release() }
        let repository = try await BackupRepository.open(folder, root: try engines.root(settings.keys))
        var run = VerifyRun(repository: repository, settings: settings, progress: progress)
        if let snapshot {
            try await run.look(at: try await repository.find(snapshot))
        } else {
            try await run.lookAtChunks()
            // The newest first: it knows most of the ledgers.
            for name in try await repository.snapshots().reversed() { try await run.look(at: name) }
        }
        if let keys { run.verdict.problems += try await KeyBackups(folder: keys).problems() }
        return run.verdict
    }
}

/// A repository being read.
private struct VerifyRun {
    let repository: BackupRepository
    let settings: WorkspaceSettings
    let progress: @Sendable (BackupReport) async -> Void
    var verdict = BackupVerdict()
    /// Whether a chunk that was read was whole.
    private var seen: [ChunkID: Bool] = [:]
    /// Lists that were gone through: snapshots share them.
    private var listed: Set<ChunkID> = []
    /// Agencies whose ledger was compared, by their id.
    private var ledgers: Set<String> = []

    init(
        repository: BackupRepository, settings: WorkspaceSettings, progress: @escaping @Sendable (BackupReport) async -> Void
    ) {
        (self.repository, self.settings, self.progress) = (repository, settings, progress)
    }

    /// Those that no snapshot names too: the next backup would take them for whole.
    mutating func lookAtChunks() async throws {
        for prefix in BackupRepository.prefixes {
            for name in try await repository.folder.files(in: prefix) {
                guard let id = ChunkID(text: name), id.path == prefix + "/" + name else { continue }
                _ = try await isWhole(id)
            }
        }
    }

    mutating func look(at name: SnapshotName) async throws {
        verdict.snapshots += 1
        do {
            let snapshot = try await repository.read(name)
            for files in snapshot.lists { try await look(at: files) }
            for part in snapshot.agencies where ledgers.insert(part.id).inserted {
                let mirror = LedgerMirror(settings: settings, folder: repository.folder)
                if let problem = try await mirror.problem(part) { verdict.problems.append(problem) }
            }
        } catch let refusal as Refusal where refusal.kind == .invalid {
            problem(refusal)
        }
    }

    private mutating func look(at files: Snapshot.Files) async throws {
        for list in files.list where listed.insert(list).inserted {
            guard try await isWhole(list) else { continue }
            var reader = ListReader(repository, [list])
            while let file = try await reader.next() {
                verdict.report.files += 1
                for id in file.chunks { _ = try await isWhole(id) }
            }
        }
    }

    /// Reads a chunk, once.
    private mutating func isWhole(_ id: ChunkID) async throws -> Bool {
        if let known = seen[id] { return known }
        do {
            let content = try await repository.chunk(id)
            verdict.report.bytes += Int64(content.count)
            await progress(verdict.report)
            seen[id] = true
            return true
        } catch let refusal as Refusal where refusal.kind == .invalid {
            problem(refusal)
            seen[id] = false
            return false
        }
    }

    private mutating func problem(_ refusal: Refusal) {
        verdict.problems.append(Problem(.backup, refusal.arguments["path"] ?? "", refusal.word, refusal.arguments))
    }
}
