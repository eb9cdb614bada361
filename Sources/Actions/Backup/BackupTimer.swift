import Logging
import Model

/// Makes backups and drills while the workspace is served, when the settings ask for them.
struct BackupTimer: Sendable {
    /// Seconds between looks at the clock, and after a failure.
    private static let (pause, pauseAfterFailure): (Int64, Int64) = (30, 900)
    /// A drill that failed is tried again after a day, whatever the interval.
    private static let drillAgain: Int64 = 86_400

    let workspace: Workspace

    func run() async {
        guard workspace.settings.backups.isOn else { return }
        while !Task.isCancelled {
            let isWell = await tick()
            do { try await Task.sleep(for: .seconds(isWell ? BackupTimer.pause : BackupTimer.pauseAfterFailure)) } catch { break }
        }
    }

    /// Does what is due now; false when it failed.
    func tick() async -> Bool {
        let (settings, now) = (workspace.settings.backups, workspace.world.now())
        let state = workspace.backupState()
        let folder = LocalFolder(settings.to)
        do {
            // A disk that was away when somebody was erased is told as soon as it is back.
            _ = await LedgerCopies(settings: workspace.settings, world: workspace.world, log: workspace.log).refresh()
            let age = state?.of(settings.to)?.newest.map { (now.milliseconds - $0) / 1000 }
            if settings.every > 0, (age ?? .max) >= settings.every {
                let keys = settings.keysTo.isEmpty ? nil : LocalFolder(settings.keysTo)
                let report = try await workspace.backup(to: folder, keys: keys)
                workspace.log.info(
                    "backup made", metadata: ["snapshot": "\(report.snapshot)", "written": "\(report.written)"])
            }
            let drill = state?.of(settings.to)?.drill
            let wait = drill?.isGood == false ? min(BackupTimer.drillAgain, settings.drillEvery) : settings.drillEvery
            if settings.drillEvery > 0, (drill?.age(at: now) ?? .max) >= wait {
                let (result, _) = try await workspace.drillBackup(folder)
                guard result.isGood else {
                    workspace.log.critical(
                        "the backup could not be restored", metadata: ["problems": "\(result.problems.prefix(5))"])
                    return true
                }
                workspace.log.info("backup restored for trial", metadata: ["snapshot": "\(result.snapshot)"])
            }
            return true
        } catch {
            if !Task.isCancelled { workspace.log.error("no backup was made", metadata: ["error": "\(error)"]) }
            return false
        }
    }
}
