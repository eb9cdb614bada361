import Foundation
public import Model

/// What is known of the backups without looking into them: for `doctor`, `/readyz`, `/metrics` and the checks behind the
/// privacy policy. Kept in `data/backup.json`.
public struct BackupState: Codable, Sendable, Hashable {
    /// What is known of one repository.
    public struct Repository: Codable, Sendable, Hashable {
        /// Its path.
        public let folder: String
        /// When the newest snapshot in it was made, milliseconds since 1970; nil: there is none.
        public var newest: Int64?
        /// When the oldest was made, milliseconds since 1970; nil: there is none.
        public var oldest: Int64?
        /// How many there are.
        public var snapshots = 0
        /// The last restore drill of this one; nil: there was none.
        public var drill: DrillResult?

        /// One of which nothing is known yet.
        public init(folder: String) { self.folder = folder }

        mutating func note(_ all: [SnapshotName]) {
            (newest, oldest, snapshots) = (all.last?.made.milliseconds, all.first?.made.milliseconds, all.count)
        }
    }

    /// What is known of one folder with backups of keys.
    public struct Keys: Codable, Sendable, Hashable {
        /// Its path.
        public let folder: String
        /// When the oldest one in it was made, milliseconds since 1970; nil: there is none.
        public var oldest: Int64?

        /// One of which nothing is known yet.
        public init(folder: String) { self.folder = folder }
    }

    /// Every one that was ever used from here, until it is forgotten on purpose: what was erased would live on in any of them. The one
    /// that was last written to stands last.
    public var repositories: [Repository] = []
    /// The folders with backups of keys that were ever used from here.
    public var keys: [Keys] = []

    /// Nothing is known.
    public init() {}

    /// The folder of the repository that was last written to.
    public var repository: String { repositories.last?.folder ?? "" }
    /// Of that one.
    public var newest: Int64? { repositories.last?.newest }
    /// Of that one.
    public var snapshots: Int { repositories.last?.snapshots ?? 0 }
    /// Of that one.
    public var drill: DrillResult? { repositories.last?.drill }
    /// Of all of them.
    public var oldest: Int64? { repositories.compactMap(\.oldest).min() }
    /// Of all folders.
    public var oldestKeys: Int64? { keys.compactMap(\.oldest).min() }

    /// The repository in a folder.
    public func of(_ folder: String) -> Repository? { repositories.first { $0.folder == folder } }

    /// Seconds since the newest snapshot of the repository that was last written to.
    public func age(at now: Instant) -> Int64? { newest.map { max(0, (now.milliseconds - $0) / 1000) } }
    /// Seconds since its last drill, however it ended.
    public func drillAge(at now: Instant) -> Int64? { drill?.age(at: now) }

    /// Changes what is known of a repository.
    /// - Parameter isWritten: whether it was written to just now.
    mutating func change(_ folder: String, isWritten: Bool, _ change: (inout Repository) -> Void) {
        let place = repositories.firstIndex { $0.folder == folder }
        var one = place.map { repositories[$0] } ?? Repository(folder: folder)
        change(&one)
        if let place, !isWritten { return repositories[place] = one }
        if let place { repositories.remove(at: place) }
        repositories.insert(one, at: isWritten ? repositories.endIndex : 0)
    }
}

/// How a restore drill ended. Counts and words only, nothing personal.
public struct DrillResult: Codable, Sendable, Hashable {
    /// When it was begun, milliseconds since 1970.
    public var at: Int64
    /// The snapshot that was restored, or should have been; empty when there was none.
    public var snapshot = ""
    /// How many agencies were restored.
    public var agencies = 0
    /// Rows that were counted and agree with the snapshot.
    public var rows: Int64 = 0
    /// Documents that were opened and compared with their SHA-256.
    public var documents = 0
    /// Erasures that were done again.
    public var erasures = 0
    /// How long it took, milliseconds.
    public var milliseconds: Int64 = 0
    /// What was wrong, as keys of words/; empty: the backup can be restored.
    public var problems: [String] = []

    /// Whether nothing was wrong.
    public var isGood: Bool { problems.isEmpty }

    init(at: Instant) { self.at = at.milliseconds }

    /// Seconds since it was begun.
    public func age(at now: Instant) -> Int64 { max(0, (now.milliseconds - at) / 1000) }
}

extension BackupState {
    private static func path(_ settings: WorkspaceSettings) -> String { settings.data + "/backup.json" }

    /// What is kept of it; nil when no backup was ever made from here.
    static func read(_ settings: WorkspaceSettings) -> BackupState? {
        guard let text = try? Disk.text(path(settings)) else { return nil }
        return try? JSONDecoder().decode(BackupState.self, from: Data(text.utf8))
    }

    static func change(_ settings: WorkspaceSettings, _ change: (inout BackupState) -> Void) throws {
        var state = read(settings) ?? BackupState()
        change(&state)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let writer = try LocalWriter(path(settings))
        try writer.put(Array(try encoder.encode(state)))
        try writer.keep()
    }

    /// From now on every erasure brings the ledger beside that repository up to date.
    static func know(_ folder: String, _ settings: WorkspaceSettings) throws {
        try change(settings) { $0.change(folder, isWritten: false) { _ in } }
    }

    /// The same, after a look into each folder that can be reached: snapshots age where nobody writes any more. Of the others it is
    /// what was last seen.
    public func looked() async -> BackupState {
        var state = self
        for (index, one) in repositories.enumerated() where BackupRepository.isThere(one.folder) {
            let names = try? await LocalFolder(one.folder).files(in: BackupRepository.snapshots)
            if let names { state.repositories[index].note(names.compactMap { SnapshotName($0) }.sorted()) }
        }
        for (index, one) in keys.enumerated() where Disk.isFolder(one.folder) {
            let sets = try? await KeyBackups(folder: LocalFolder(one.folder)).sets()
            if let sets { state.keys[index].oldest = sets.first?.made.milliseconds }
        }
        return state
    }
}

extension Workspace {
    /// What is known of the backups; nil when none was ever made from here.
    public func backupState() -> BackupState? { BackupState.read(settings) }

    func noteBackup(_ repository: BackupRepository, keys: KeyBackups?) async throws {
        let all = try await repository.snapshots()
        let oldestKeys = try await keys?.sets().first?.made.milliseconds
        try BackupState.change(settings) { state in
            state.change(repository.folder.path, isWritten: true) { $0.note(all) }
            guard let folder = keys?.folder.path else { return }
            var one = BackupState.Keys(folder: folder)
            one.oldest = oldestKeys
            state.keys.removeAll { $0.folder == folder }
            state.keys.append(one)
        }
    }

    /// Forgets a repository, or a folder with backups of keys, that was destroyed or given away: nobody looks there any more.
    /// - Throws: `Refusal(.conflict)` while there is something; `.notFound` when nothing is known of it.
    public func forgetBackups(in folder: String) throws {
        let state = backupState()
        let isKnown = state?.of(folder) != nil || state?.keys.contains { $0.folder == folder } == true
        guard isKnown else { throw Refusal(.notFound, "refusal.backup.unknown", ["folder": folder]) }
        guard (try? Disk.names(in: folder).isEmpty) ?? true else {
            throw Refusal(.conflict, "refusal.backup.there", ["folder": folder])
        }
        try BackupState.change(settings) { state in
            state.repositories.removeAll { $0.folder == folder }
            state.keys.removeAll { $0.folder == folder }
        }
    }
}
