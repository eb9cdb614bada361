import Documents
import Model
import Records

extension Workspace {
    /// Writes a backup while everything goes on: of each agency a consistent copy of the records and the sealed documents
    /// that they name, then portico.yaml and what the workspace has of content/ and templates/, and the manifest last.
    /// - Parameters:
    ///   - sink: where to; must not hold a backup yet.
    ///   - keys: where the keys go, when they are asked for: never beside the data (a backup of both opens itself).
    /// - Throws: `Refusal(.conflict)` when a backup is there already.
    public func backup(
        to sink: any FileFolder, keys: (any FileFolder)? = nil,
        progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> BackupReport {
        for target in [sink, keys].compactMap({ $0 }) where try await target.has(Manifest.name) {
            throw Refusal(.conflict, "refusal.backup.exists")
        }
        let scratch = settings.data + "/.backup-" + world.uuid()
        try Disk.makeFolders(scratch)
        defer { try? Disk.removeTree(scratch) }
        var run = BackupRun(
            workspace: self, copy: BackupCopy(progress: progress), scratch: scratch, manifest: Manifest(made: world.now()))
        // Before the records, so that no checkpoint names an entry that the backup has not.
        let book = "data/" + CheckpointBook.file
        try await run.add(book, from: settings.root + "/" + book, to: sink)
        for slug in try slugs { try await run.add(slug, to: sink) }
        for path in try kept() { try await run.add(path, from: settings.root + "/" + path, to: sink) }
        // Before the keys leave: whoever has them and the data can read everything.
        for slug in try slugs {
            let agency = try await agency(slug)
            try await agency.change { [id = agency.id.text, hasKeys = keys != nil] _, journal in
                journal.audit(
                    actor: .operator, action: "backup.create", subject: id, detail: hasKeys ? "data and keys" : "data")
            }
        }
        // After the records: every client whose documents are in the backup has its key by now.
        if let keys { try await run.addKeys(to: keys) }
        try await run.finish(to: sink)
        return run.report
    }

    /// The workspace's own files that are worth keeping: what people wrote.
    private func kept() throws -> [String] {
        var paths = Disk.isFile(settings.root + "/portico.yaml") ? ["portico.yaml"] : []
        for folder in ["content", "templates"] {
            paths += try Disk.files(below: settings.root + "/" + folder).map { folder + "/" + $0 }
        }
        return paths.filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
    }
}

/// One backup being written.
struct BackupRun {
    let workspace: Workspace
    let copy: BackupCopy
    /// A folder of our own beside the agencies, for the copies of databases.
    let scratch: String
    var manifest: Manifest
    var report = BackupReport()

    /// One agency: records first, then the documents that those records name. Documents never change; one that was
    /// removed meanwhile is missing, and then the records are copied again without it.
    mutating func add(_ slug: Slug, to sink: any FileFolder) async throws {
        let agency = try await workspace.agency(slug)
        let records = "\(scratch)/\(slug).sqlite"
        var copied: [DocumentPlace: Manifest.File] = [:]
        for _ in 0..<5 {
            try Disk.remove(records)
            try await agency.records.backup(to: records)
            let (places, head) = try await look(at: records, slug)
            var isWhole = true
            for place in places where copied[place] == nil {
                let path = "\(place.client)/\(place.document)"
                let from = workspace.settings.documents(of: slug.text) + "/" + path
                guard let file = try await copy.copy(from, to: sink, as: "data/\(slug)/documents/\(path)") else {
                    isWhole = try await isNamed(place, agency)
                    if isWhole { throw Refusal(.failed, "refusal.backup.document", ["document": place.document.text]) }
                    break
                }
                copied[place] = file
                await count(file)
            }
            guard isWhole else { continue }
            try await add("data/\(slug)/records.sqlite", from: records, to: sink)
            manifest.files += places.compactMap { copied[$0] }
            manifest.agencies.append(
                Manifest.AgencyHead(
                    slug: slug.text, id: agency.id.text, auditSeq: head.seq, auditHash: Hex.text(head.hash)))
            report.agencies += 1
            return try Disk.remove(records)
        }
        throw Refusal(.unavailable, "refusal.backup.busy", ["agency": slug.text], hint: "hint.later")
    }

    /// What the copied records name. Another copy is opened, so that the one in the backup stays as it was made.
    private func look(at records: String, _ slug: Slug) async throws -> ([DocumentPlace], AuditHead) {
        let second = "\(scratch)/\(slug)-look"
        try Disk.makeFolders(second)
        defer { try? Disk.removeTree(second) }
        let sink = LocalFolder(second)
        _ = try await copy.copy(records, to: sink, as: "records.sqlite")
        let engine = try await workspace.engines.records(second + "/records.sqlite")
        do {
            let found = try await engine.read { (try $0.documentPlaces(), try $0.auditHead()) }
            try await engine.close()
            return found
        } catch {
            try? await engine.close()
            throw error
        }
    }

    private func isNamed(_ place: DocumentPlace, _ agency: OpenAgency) async throws -> Bool {
        try await agency.records.read { try $0.document(place.document) != nil }
    }

    /// One file of the workspace. What is gone by now is left out.
    mutating func add(_ name: String, from path: String, to sink: any FileFolder) async throws {
        guard let file = try await copy.copy(path, to: sink, as: name) else { return }
        manifest.files.append(file)
        await count(file)
    }

    private mutating func count(_ file: Manifest.File) async {
        report.files += 1
        report.bytes += file.size
        await copy.progress(report)
    }

    /// The keys of every agency and the root key, with a manifest of their own.
    mutating func addKeys(to sink: any FileFolder) async throws {
        var keys = BackupRun(
            workspace: workspace, copy: copy, scratch: scratch, manifest: Manifest(made: Instant(milliseconds: manifest.made)))
        for slug in try workspace.slugs {
            let agency = try await workspace.agency(slug)
            let path = "\(scratch)/\(slug).keys"
            try await Blocking.run { [keys = agency.keys] in try keys.backup(to: path) }
            try await keys.add("\(slug).sqlite", from: path, to: sink)
            try Disk.remove(path)
        }
        try await keys.add(CheckpointKey.file, from: workspace.settings.keys + "/" + CheckpointKey.file, to: sink)
        try await keys.add("root.key", from: workspace.settings.keys + "/root.key", to: sink)
        try await keys.finish(to: sink)
    }

    /// The manifest, last.
    mutating func finish(to sink: any FileFolder) async throws {
        manifest.files.sort { $0.path < $1.path }
        try await copy.write(try manifest.bytes(), to: sink, as: Manifest.name)
    }
}
