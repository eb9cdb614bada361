import Documents
import Model
import Records

/// What was written, read or restored.
public struct BackupReport: Sendable, Hashable {
    /// The snapshot's name.
    public var snapshot = ""
    /// How many agencies.
    public var agencies = 0
    /// How many files.
    public var files = 0
    /// Of the files.
    public var bytes: Int64 = 0
    /// Bytes that were new to the repository.
    public var written: Int64 = 0
    /// Snapshots that went because their time was over.
    public var removed = 0
    /// Of a restore: how many erasures the ledgers name.
    public var erasures = 0
    /// Of a restore: until when the ledgers beside the backup are known to be whole, milliseconds since 1970; nil: they are not.
    public var checked: Int64?

    /// Nothing yet.
    public init() {}
}

extension Workspace {
    /// Adds a snapshot to a repository while everything goes on: of each agency a consistent copy of the records and the
    /// sealed documents that they name, then portico.yaml and what the workspace has of content/ and templates/. Only what
    /// the repository does not have is written. Afterwards snapshots go whose time is over.
    /// - Parameters:
    ///   - folder: the repository; made when there is none.
    ///   - keys: where the keys go, when they are asked for: never beside the data (a backup of both opens itself).
    /// - Throws: `Refusal(.usage)` when either folder is where it must not be; `.conflict` while somebody else has it; `.wrongKey` when the repository is another
    ///   workspace's.
    public func backup(
        to folder: any RepositoryFolder, keys: (any RepositoryFolder)? = nil,
        progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> BackupReport {
        try BackupPlace.check(folder.path, keys: keys?.path, workspace: settings)
        try await BackupPlace.checkContent(folder, keys: keys)
        var held: [any RepositoryHold] = []
        defer { for one in held { one.release() } }
        for place in [folder, keys].compactMap({ $0 }) { held.append(try await place.taken(.alone)) }
        let repository = try await BackupRepository.make(folder, root: try engines.root(settings.keys), world: world)
        let scratch = settings.data + "/.backup-" + world.uuid()
        try Disk.makeFolders(scratch)
        defer { try? Disk.removeTree(scratch) }
        let name = SnapshotName(world.now(), random: world.random(4))
        // A damaged one is no help, and none of ours to report: everything is read again then.
        var previous: Snapshot?
        if let newest = try await repository.snapshots().last { previous = try? await repository.read(newest) }
        var run = BackupRun(
            workspace: self, repository: repository, scratch: scratch, previous: previous, progress: progress)
        run.report.snapshot = name.description
        try await run.addBooks()
        for slug in try slugs { try await run.add(slug) }
        try await run.addWorkspace()
        // Before the keys leave: whoever has them and the data can read everything.
        for slug in try slugs {
            let agency = try await agency(slug)
            try await agency.change { [id = agency.id.text, hasKeys = keys != nil] _, journal in
                journal.audit(
                    actor: .operator, action: "backup.create", subject: id, detail: hasKeys ? "data and keys" : "data")
            }
        }
        // After the records: every client whose documents are in the backup has its key by now.
        if let keys {
            let keys = KeyBackups(folder: keys)
            try await keys.add(name, try await keyFiles())
            try await keys.prune(now: world.now())
        }
        // Before there is anything to restore: whoever is erased from now on is known there too, wherever the program is killed; whoever
        // was erased meanwhile comes with the ledgers.
        try BackupState.know(folder.path, settings)
        try await mirrorLedgers(to: folder)
        try await repository.write(run.snapshot, as: name)
        let pruned = try await repository.prune(now: world.now(), rule: KeepRule(), sweeping: false)
        run.report.removed = pruned.removed.count
        try await noteBackup(repository, keys: keys.map { KeyBackups(folder: $0) })
        return run.report
    }

    /// The keys of every agency, as they are now, and the workspace's own; the root key may be the system's to keep.
    func keyFiles() async throws -> [(name: String, bytes: [UInt8])] {
        let scratch = settings.keys + "/.backup-" + world.uuid()
        try Disk.makeFolders(scratch)
        defer { try? Disk.removeTree(scratch) }
        var files: [(name: String, bytes: [UInt8])] = []
        for slug in try slugs {
            let agency = try await agency(slug)
            let path = "\(scratch)/\(slug).sqlite"
            files.append(
                (
                    "\(slug).sqlite",
                    try await Blocking.run { [keys = agency.keys] in
                        try keys.backup(to: path)
                        return try LocalReader(path)?.all(limit: 1 << 30) ?? []
                    }
                ))
        }
        for name in KeyBackups.single {
            if let key = try LocalReader(settings.keys + "/" + name) { files.append((name, try key.all(limit: 4096))) }
        }
        return files
    }
}

extension RepositoryFolder {
    /// Holds the folder.
    /// - Throws: `Refusal(.conflict)` while somebody else has it.
    func taken(_ share: RepositoryShare) async throws -> any RepositoryHold {
        guard let held = try await take(share) else {
            throw Refusal(.conflict, "refusal.backup.taken", ["folder": path], hint: "hint.later")
        }
        return held
    }
}
