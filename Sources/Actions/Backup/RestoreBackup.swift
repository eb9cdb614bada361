import Documents
import Model
import Records
import Site

extension Workspace {
    /// Brings a snapshot back into a workspace that has no agency. Every chunk is compared with its name and seal on the way;
    /// the agencies appear only when all of them are whole, all at once, whenever the program is killed. What was erased since
    /// is erased again before anybody can see it. Pages are made when an agency is next opened.
    /// - Parameters:
    ///   - snapshot: its name; nil: the newest.
    ///   - keys: backups of keys; without, those in keys/ must be the right ones.
    ///   - trust: what is said of erasures that no ledger may have.
    /// - Throws: `Refusal(.conflict)` when there are agencies or other keys, or no ledger of erasures; `.invalid` when the snapshot is not whole;
    ///   `.wrongKey` when the keys do not fit.
    public func restore(
        from folder: any RepositoryFolder, snapshot: String? = nil, keys: (any RepositoryFolder)? = nil,
        trust: LedgerTrust = .mustBeNew, progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> BackupReport {
        guard try slugs.isEmpty else { throw Refusal(.conflict, "refusal.restore.agencies") }
        let report = try await fetch(
            from: folder, snapshot: snapshot, keys: keys, trust: trust, progress: progress,
            // Before anybody can be erased here: whoever is, is known there too, wherever the program is killed.
            beforeItAppears: { [settings] in try BackupState.know(folder.path, settings) }
        ).report
        // At its opening each of them takes up what a restore leaves to do.
        for slug in try slugs { _ = try await agency(slug) }
        return report
    }

    /// The same without opening the agencies.
    /// - Parameters:
    ///   - ledgers: another workspace whose ledgers of erasures count too.
    ///   - beforeItAppears: done when everything was read and found whole, right before the agencies appear.
    func fetch(
        from folder: any RepositoryFolder, snapshot: String?, keys: (any RepositoryFolder)?, trust: LedgerTrust = .mustBeNew,
        ledgers: WorkspaceSettings? = nil, progress: @escaping @Sendable (BackupReport) async -> Void,
        beforeItAppears: @Sendable () throws -> Void = {}
    ) async throws -> (report: BackupReport, snapshot: Snapshot) {
        let held = try await folder.taken(.reading)
        defer { held.release() }
        var files: [(name: String, bytes: [UInt8])] = []
        if let keys { files = try await KeyBackups(folder: keys).newest() }
        var restored = try KeyRestore(settings, files)
        let repository = try await BackupRepository.open(folder, root: try restored.root(engines, world))
        let name = try await repository.find(snapshot)
        let scratch = settings.data + "/.restore-" + world.uuid()
        try Disk.makeFolders(scratch)
        defer { try? Disk.removeTree(scratch) }
        var run = RestoreRun(settings: settings, scratch: scratch, repository: repository, keys: restored, progress: progress)
        run.report.snapshot = name.description
        let found = try await repository.read(name)
        run.report.erasures = try await gatherLedgers(of: found, made: name.made, from: folder, and: ledgers, trust: trust)
        run.report.checked = try await LedgerMirror(settings: settings, folder: folder).stamp()?.at
        try await run.fetch(found, as: name)
        do {
            try restored.put()
            try beforeItAppears()
            // From here on it is done, even if the program ends now: the next one finishes it.
            try Disk.rename(scratch, to: settings.data + "/" + RestoreEnd.name, replacing: false)
        } catch {
            restored.takeBack()
            throw error
        }
        try Disk.synchronize(settings.data)
        try RestoreEnd(settings: settings).finish()
        return (run.report, found)
    }
}

/// What whoever restores says of erasures that no ledger may have.
public enum LedgerTrust: Sendable {
    /// Nothing: a ledger must be there, and as new as the backup.
    case mustBeNew
    /// Nobody was erased after what the ledger has.
    case nobodySince
    /// Nobody was erased at all, or whoever was may come back.
    case nobodyWasErased
}

/// One snapshot being read into a folder of our own.
private struct RestoreRun {
    let settings: WorkspaceSettings
    let scratch: String
    let repository: BackupRepository
    let keys: KeyRestore
    let progress: @Sendable (BackupReport) async -> Void
    var report = BackupReport()

    mutating func fetch(_ snapshot: Snapshot, as name: SnapshotName) async throws {
        try await fetch(snapshot.workspace) { path in
            path == "portico.yaml" || ["content/", "templates/"].contains { path.hasPrefix($0) } || BackupRun.books.contains(path)
        }
        for agency in snapshot.agencies {
            guard let slug = Slug(agency.slug) else { throw Refusal(.invalid, "refusal.backup.manifest") }
            try slug.mustBeFreeForAgencies()
            guard keys.has(slug) else {
                throw Refusal(.wrongKey, "refusal.restore.no-keys", ["agency": slug.text])
            }
            guard Disk.status(settings.folder(of: slug.text)) == nil else {
                throw Refusal(.conflict, "refusal.disk.exists", ["path": settings.folder(of: slug.text)])
            }
            let folder = "data/\(slug)/"
            try Disk.makeFolders(scratch + "/" + folder + "documents")
            try await fetch(agency.files) { $0.hasPrefix(folder) && RestoreRun.isOfAgency($0.dropFirst(folder.count)) }
            try Restored(snapshot: name.description).write(to: scratch + "/" + folder)
            try Workspace.lockUntilReplayed(scratch + "/data/" + slug.text)
            report.agencies += 1
        }
        try Disk.flush(scratch)
    }

    private mutating func fetch(_ files: Snapshot.Files, _ mayRestore: (String) -> Bool) async throws {
        var reader = ListReader(repository, files.list)
        while let file = try await reader.next() {
            guard RestoreRun.isSafe(file.path), mayRestore(file.path) else {
                throw Refusal(.invalid, "refusal.backup.path", ["path": file.path])
            }
            try Task.checkCancellation()
            try await fetch(file)
            report.files += 1
            report.bytes += file.size
            await progress(report)
        }
    }

    /// `records.sqlite`, `documents/CLIENT/DOCUMENT`.
    private static func isOfAgency(_ path: Substring) -> Bool {
        if path == "records.sqlite" { return true }
        let parts = path.split(separator: "/").map(String.init)
        return parts.count == 3 && parts[0] == "documents" && ID<Client>(checking: parts[1]) != nil
            && ID<Document>(checking: parts[2]) != nil
    }

    /// Whether a path stays below the folder it is written to, and names nothing hidden.
    private static func isSafe(_ path: String) -> Bool {
        !path.isEmpty && !path.contains("\\") && !path.contains("\0")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    }

    private func fetch(_ file: ListedFile) async throws {
        let path = scratch + "/" + file.path
        let writer = try await Blocking.run { try LocalWriter(path) }
        do {
            var size: Int64 = 0
            for id in file.chunks {
                let content = try await repository.chunk(id)
                size += Int64(content.count)
                try await writer.write(content)
            }
            guard size == file.size else { throw Refusal(.invalid, "problem.backup.different", ["path": file.path]) }
            try await writer.finish()
        } catch {
            await writer.discard()
            throw error
        }
    }
}
