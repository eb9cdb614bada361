import Documents
import Logging
import Model
import Records

extension Workspace {
    /// Restores the newest snapshot where nobody sees it, and looks whether it could be lived with: every chunk, the rows
    /// against what the snapshot says, the audit log, ten documents of each agency; what was erased since is erased again.
    /// Afterwards nothing of it is left but the result, which `backupState` gives.
    /// - Parameter keys: backups of keys to restore with; without, copies of the keys in use.
    /// - Returns: the result and each problem.
    public func drillBackup(
        _ folder: any RepositoryFolder, keys: (any RepositoryFolder)? = nil,
        progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> (result: DrillResult, problems: [Problem]) {
        let began = ContinuousClock.now
        var drill = DrillRun(workspace: self, result: DrillResult(at: world.now()))
        do {
            try await drill.run(folder, keys, progress)
        } catch let refusal as Refusal where refusal.kind != .conflict {
            drill.problems.append(Problem(.backup, folder.path, refusal.word, refusal.arguments))
        } catch  where !(error is CancellationError || error is Refusal) {
            // What nobody foresaw is no success either.
            drill.problems.append(Problem(.backup, folder.path, "problem.drill.broke", ["what": "\(error)"]))
        }
        let took = ContinuousClock.now - began
        drill.result.milliseconds = took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000
        drill.result.problems = drill.problems.map(\.word)
        if drill.result.snapshot.isEmpty, let names = try? await folder.files(in: BackupRepository.snapshots) {
            drill.result.snapshot = names.compactMap { SnapshotName($0) }.max()?.description ?? ""
        }
        // What is no repository of ours is not looked after: every erasure would miss it.
        if try await isKnown(folder, drill) {
            try BackupState.change(settings) { [result = drill.result] state in
                state.change(folder.path, isWritten: false) { $0.drill = result }
            }
        }
        for slug in try slugs {
            let agency = try await agency(slug)
            try await agency.change { [id = agency.id.text, result = drill.result] _, journal in
                journal.audit(
                    actor: .operator, action: "backup.drill", subject: id, outcome: result.isGood ? "ok" : "failed",
                    detail: result.snapshot)
            }
        }
        return (drill.result, drill.problems)
    }

    private func isKnown(_ folder: any RepositoryFolder, _ drill: DrillRun) async throws -> Bool {
        if drill.isOpened || backupState()?.of(folder.path) != nil { return true }
        return (try? await BackupRepository.open(folder, root: try engines.root(settings.keys))) != nil
    }
}

/// A drill under way.
private struct DrillRun {
    /// Documents of each agency that are opened.
    private static let documents = 10

    let workspace: Workspace
    var result: DrillResult
    var problems: [Problem] = []
    /// Whether a snapshot was read to its end.
    var isOpened = false

    init(workspace: Workspace, result: DrillResult) {
        (self.workspace, self.result) = (workspace, result)
    }

    mutating func run(
        _ folder: any RepositoryFolder, _ keys: (any RepositoryFolder)?,
        _ progress: @escaping @Sendable (BackupReport) async -> Void
    ) async throws {
        let name = ".drill-" + workspace.world.uuid()
        var settings = workspace.settings
        // Data below data/, keys below keys/, as everywhere; public/ stays empty.
        settings.root = workspace.settings.data + "/" + name
        settings.keysElsewhere = workspace.settings.keys + "/" + name
        defer {
            for folder in [settings.root, settings.keys] { try? Disk.removeTree(folder) }
        }
        try Disk.makeFolders(settings.root)
        try Disk.makeFolders(settings.keys)
        if keys == nil { try await copyKeys(to: settings.keys) }
        var log = workspace.log
        log.logLevel = .error
        let scratch = try Workspace(
            settings: settings, site: workspace.site, engines: workspace.engines, world: workspace.world, log: log,
            mode: .command)
        do {
            try await look(scratch, folder, keys, progress)
            await scratch.stop()
        } catch {
            await scratch.stop()
            throw error
        }
    }

    private func copyKeys(to folder: String) async throws {
        for file in try await workspace.keyFiles() {
            let path = folder + "/" + file.name
            let writer = try LocalWriter(path)
            try writer.put(file.bytes)
            try writer.keep()
            if file.name.hasSuffix(".key") { try Disk.setMode(path, 0o400) }
        }
    }

    private mutating func look(
        _ scratch: Workspace, _ folder: any RepositoryFolder, _ keys: (any RepositoryFolder)?,
        _ progress: @escaping @Sendable (BackupReport) async -> Void
    ) async throws {
        let (report, snapshot) = try await scratch.fetch(
            from: folder, snapshot: nil, keys: keys, ledgers: workspace.settings, progress: progress)
        (result.snapshot, isOpened) = (report.snapshot, true)
        // Before the agencies are opened: opening adds entries of its own.
        for part in snapshot.agencies { try await count(part, in: scratch) }
        for slug in try scratch.slugs {
            let agency = try await scratch.agency(slug)
            result.agencies += 1
            let before = snapshot.agencies.first { $0.slug == slug.text }?.rows["erasure"] ?? 0
            result.erasures += try await agency.records.read { try $0.erasures().count } - Int(before)
            for what in try await agency.records.check() { note(slug, "problem.records", ["what": what]) }
            if let found = try await agency.verifyAudit().problem {
                note(slug, "problem.audit.\(found.what.rawValue)", ["seq": "\(found.seq)"])
            }
            try await openDocuments(of: agency)
        }
    }

    /// Counts the rows where this program has the tables that the snapshot was counted in.
    private mutating func count(_ part: Snapshot.AgencyPart, in scratch: Workspace) async throws {
        guard let slug = Slug(part.slug) else { return }
        let records = try await scratch.engines.records(scratch.settings.records(of: slug.text))
        do {
            let found = try await records.read { try $0.rowCounts() }
            try await records.close()
            guard !part.rows.isEmpty else { return }
            for (table, count) in part.rows.sorted(by: { $0.key < $1.key }) where found[table] != count {
                note(slug, "problem.drill.rows", ["table": table, "written": "\(count)", "found": "\(found[table] ?? 0)"])
            }
            result.rows += found.values.reduce(0, +)
        } catch {
            try? await records.close()
            throw error
        }
    }

    /// Opens documents that lie evenly among all of them, others on another day.
    private mutating func openDocuments(of agency: OpenAgency) async throws {
        let places = try await agency.records.read { try $0.documentPlaces() }
        guard !places.isEmpty else { return }
        let count = min(places.count, DrillRun.documents)
        let first = Int(workspace.world.now().milliseconds / 86_400_000) % places.count
        for number in 0..<count {
            let place = places[(first + number * places.count / count) % places.count]
            guard let document = try await agency.records.read({ try $0.document(place.document) }) else { continue }
            do {
                try await Blocking.run { [documents = agency.documents] in try documents.verify(document) }
                result.documents += 1
            } catch let refusal as Refusal {
                note(agency.slug, refusal.word, refusal.arguments.merging(["name": document.id.text]) { $1 })
            }
        }
    }

    private mutating func note(_ slug: Slug, _ word: String, _ arguments: [String: String]) {
        problems.append(Problem(.backup, slug.text, word, arguments))
    }
}
