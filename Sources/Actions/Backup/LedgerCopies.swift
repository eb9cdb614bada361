import Logging
import Model

/// The copies of the ledgers of erasures beside every repository that was ever used from here. Whoever adds to a ledger brings them
/// up to date before the erasure counts as done: a backup of before would bring back who is in none of them.
struct LedgerCopies: Sendable {
    let settings: WorkspaceSettings
    let world: World
    let log: Logger

    private var folders: [String] {
        let known = BackupState.read(settings)?.repositories.map(\.folder) ?? []
        let own = settings.backups.to
        return known + (own.isEmpty || known.contains(own) || !BackupRepository.isThere(own) ? [] : [own])
    }

    /// Brings all of them up to date.
    /// - Returns: how many are, and the folders that could not be reached.
    func refresh() async -> (fresh: Int, missed: [String]) {
        var (fresh, missed) = (0, [String]())
        for folder in folders {
            do {
                // A disk that is away must not be taken for an empty folder.
                guard BackupRepository.isThere(folder) else {
                    throw Refusal(.invalid, "refusal.backup.none", ["folder": folder])
                }
                try await LedgerMirror(settings: settings, folder: LocalFolder(folder)).refresh(at: world.now())
                fresh += 1
            } catch {
                missed.append(folder)
                log.error(
                    "the ledger of erasures beside a repository is behind",
                    metadata: ["folder": "\(folder)", "error": "\(error)"])
            }
        }
        return (fresh, missed)
    }

    /// The folders where a copy is behind, or cannot be seen. Changes nothing.
    func behind() async -> [String] {
        var found: [String] = []
        for folder in folders {
            let mirror = LedgerMirror(settings: settings, folder: LocalFolder(folder))
            let isFresh = (try? await mirror.isFresh()) ?? false
            if !BackupRepository.isThere(folder) || !isFresh { found.append(folder) }
        }
        return found
    }
}

extension Workspace {
    /// The folders of repositories beside which the ledger of erasures is behind: who was erased would come back from there.
    public func ledgersBehind() async -> [String] {
        await LedgerCopies(settings: settings, world: world, log: log).behind()
    }
}
