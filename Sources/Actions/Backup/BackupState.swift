import Foundation
public import Model

/// What is known of the backups without looking into them: for `doctor`, `/readyz`, `/metrics` and the checks behind the
/// privacy policy. Kept in `data/backup.json`.
public struct BackupState: Codable, Sendable, Hashable {
    /// The folder of the repository that was last written to.
    public var repository = ""
    /// When the newest snapshot in it was made, milliseconds since 1970; nil: there is none.
    public var newest: Int64?
    /// When the oldest was made, milliseconds since 1970; nil: there is none.
    public var oldest: Int64?
    /// How many there are.
    public var snapshots = 0
    /// The oldest backup of keys, if there is one; by the last backup that had keys with it.
    public var oldestKeys: Int64?
    /// The last restore drill; nil: there was none.
    public var drill: DrillResult?

    /// Nothing is known.
    public init() {}

    /// Seconds since the newest snapshot.
    public func age(at now: Instant) -> Int64? { newest.map { max(0, (now.milliseconds - $0) / 1000) } }
    /// Seconds since the last drill, however it ended.
    public func drillAge(at now: Instant) -> Int64? { drill.map { max(0, (now.milliseconds - $0.at) / 1000) } }
}

/// How a restore drill ended. Counts and words only, nothing personal.
public struct DrillResult: Codable, Sendable, Hashable {
    /// When it was begun, milliseconds since 1970.
    public var at: Int64
    /// The snapshot that was restored; empty when there was none.
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
}

extension Workspace {
    private var backupStatePath: String { settings.data + "/backup.json" }

    /// What is known of the backups; nil when none was ever made from here.
    public func backupState() -> BackupState? {
        guard let text = try? Disk.text(backupStatePath) else { return nil }
        return try? JSONDecoder().decode(BackupState.self, from: Data(text.utf8))
    }

    func noteBackup(_ repository: BackupRepository, keys: KeyBackups?) async throws {
        let all = try await repository.snapshots()
        let oldestKeys = try await keys?.sets().first?.made.milliseconds
        try changeBackupState { state in
            state.repository = repository.folder.path
            (state.newest, state.oldest) = (all.last?.made.milliseconds, all.first?.made.milliseconds)
            state.snapshots = all.count
            if let oldestKeys { state.oldestKeys = oldestKeys }
        }
    }

    func changeBackupState(_ change: (inout BackupState) -> Void) throws {
        var state = backupState() ?? BackupState()
        change(&state)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let writer = try LocalWriter(backupStatePath)
        try writer.put(Array(try encoder.encode(state)))
        try writer.keep()
    }
}
