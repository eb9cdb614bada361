import Model

/// What `backup verify` found.
public struct BackupVerdict: Sendable {
    public let report: BackupReport
    /// Files that are missing or not what was written; empty: the backup is whole.
    public let problems: [Problem]
}

extension Workspace {
    /// Reads a backup again, every byte, and compares it with its manifest. Needs no workspace.
    /// - Throws: `Refusal(.invalid)` when there is no manifest: then the backup was never finished.
    public static func verifyBackup(
        _ source: any FileSource, progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> BackupVerdict {
        let manifest = try await Manifest.read(from: source)
        let copy = BackupCopy(progress: progress)
        var report = BackupReport()
        report.agencies = manifest.agencies.count
        var problems: [Problem] = []
        for file in manifest.files {
            guard let reader = try await source.open(file.path) else {
                problems.append(Problem(.backup, file.path, "problem.backup.missing", ["path": file.path]))
                continue
            }
            let found = try await copy.pour(reader, file.path) { _ in }
            await reader.close()
            if found != file {
                problems.append(Problem(.backup, file.path, "problem.backup.different", ["path": file.path]))
            }
            report.files += 1
            report.bytes += found.size
            await progress(report)
        }
        return BackupVerdict(report: report, problems: problems)
    }
}
