public import Model

/// Which snapshots stay: the newest few, the last of each day for two weeks, the last of each week until the end. None is
/// older than 56 days, so that what was erased on day 30 is in no backup on day 90.
public struct KeepRule: Sendable, Hashable {
    /// Days after which none stays, whatever else is said.
    public static let mostDays = 56
    /// The same for backups of keys: a key that was destroyed lives on in them.
    public static let mostDaysOfKeys = 7
    /// How many of the newest stay.
    public var newest = 7
    /// For how many days the last of each day stays (days of UTC).
    public var days = 14
    /// For how many weeks the last of each week stays (weeks of seven days since 1970).
    public var weeks = 8

    /// Seven of the newest, fourteen days, eight weeks.
    public init() {}

    /// Those that stay.
    public func kept(_ all: [SnapshotName], now: Instant) -> Set<SnapshotName> {
        let oldest = now.adding(seconds: -Int64(KeepRule.mostDays) * 86_400)
        let all = all.filter { $0.made >= oldest }.sorted(by: >)
        func last(each seconds: Int64, _ count: Int) -> [SnapshotName] {
            var seen: Set<Int64> = []
            return all.filter { name in
                let number = name.made.milliseconds / 1000 / seconds
                return now.milliseconds / 1000 / seconds - number < count && seen.insert(number).inserted
            }
        }
        return Set(all.prefix(newest) + last(each: 86_400, days) + last(each: 7 * 86_400, weeks))
    }
}

/// What `backup prune` removed.
public struct PruneReport: Sendable, Hashable {
    /// The snapshots that went.
    public var removed: [SnapshotName] = []
    /// Those that stay.
    public var kept: [SnapshotName] = []
    /// How many chunks went with them.
    public var chunks = 0
    /// Bytes of the chunks.
    public var bytes: Int64 = 0
}

extension Workspace {
    /// Removes the snapshots that the rule does not keep, and what no snapshot names any longer.
    /// - Throws: `Refusal(.conflict)` while somebody else has the repository; `.invalid` when a snapshot that stays cannot be
    ///   read: then no chunk is removed, because nobody knows which it names.
    public func pruneBackups(in folder: any RepositoryFolder, rule: KeepRule = KeepRule()) async throws -> PruneReport {
        // Before it is taken, which makes the folder where there is none.
        let repository = try await BackupRepository.open(folder, root: try engines.root(settings.keys))
        let held = try await folder.taken(.alone)
        defer { held.release() }
        let report = try await repository.prune(now: world.now(), rule: rule, sweeping: true)
        try await noteBackup(repository, keys: nil)
        return report
    }
}

extension BackupRepository {
    /// For whoever has the repository alone. Snapshots go first, durably; then the chunks that no snapshot names. Killed in
    /// between, it leaves chunks that nobody needs, and the next one removes them.
    /// - Parameter sweeping: whether to look for such chunks even when no snapshot went.
    func prune(now: Instant, rule: KeepRule, sweeping: Bool) async throws -> PruneReport {
        var report = PruneReport()
        let all = try await snapshots()
        let kept = rule.kept(all, now: now)
        report.kept = kept.sorted()
        report.removed = all.filter { !kept.contains($0) }
        try await folder.remove(report.removed.map(BackupRepository.path))
        guard sweeping || !report.removed.isEmpty else { return report }
        try await sweep(keeping: try await needed(by: report.kept), &report)
        return report
    }

    /// Every chunk that some snapshots name. Lists that several of them share are read once.
    private func needed(by snapshots: [SnapshotName]) async throws -> Set<ChunkID> {
        var needed: Set<ChunkID> = []
        for name in snapshots {
            for files in try await read(name).lists {
                for id in files.list where needed.insert(id).inserted {
                    var reader = ListReader(self, [id])
                    while let file = try await reader.next() { needed.formUnion(file.chunks) }
                }
            }
        }
        return needed
    }

    private func sweep(keeping needed: Set<ChunkID>, _ report: inout PruneReport) async throws {
        var surplus: [String] = []
        for prefix in BackupRepository.prefixes {
            for name in try await folder.files(in: prefix) {
                if let id = ChunkID(text: name), needed.contains(id) { continue }
                // What a killed one left half written is not a chunk yet.
                if ChunkID(text: name) != nil { report.chunks += 1 }
                report.bytes += try await folder.size(of: prefix + "/" + name) ?? 0
                surplus.append(prefix + "/" + name)
            }
            if !surplus.isEmpty { try await folder.remove(surplus) }
            surplus = []
        }
        let halves = try await folder.files(in: BackupRepository.snapshots).filter { $0.hasSuffix(".part") }
        try await folder.remove(halves.map { BackupRepository.snapshots + "/" + $0 })
    }

    /// The folders of chunks.
    static let prefixes = (0..<256).map { "chunks/" + Hex.text([UInt8($0)]) }
}
