import Model
import Records
import Site

extension Workspace {
    /// Brings a backup back into a workspace that has no agency. Every file is compared with the manifest on the way; the
    /// agencies appear only when all of them are whole. Pages are made when an agency is next opened.
    /// - Parameter keys: a backup of keys; without one, those in keys/ must be the right ones.
    /// - Throws: `Refusal(.conflict)` when there are agencies or other keys; `.invalid` when the backup is not whole.
    public func restore(
        from source: any FileSource, keys: (any FileSource)? = nil,
        progress: @escaping @Sendable (BackupReport) async -> Void = { _ in }
    ) async throws -> BackupReport {
        guard try slugs.isEmpty else { throw Refusal(.conflict, "refusal.restore.agencies") }
        let scratch = settings.data + "/.restore-" + world.uuid()
        try Disk.makeFolders(scratch)
        defer { try? Disk.removeTree(scratch) }
        var run = RestoreRun(settings: settings, scratch: scratch, copy: BackupCopy(progress: progress))
        if let keys { try await run.keys(from: keys) }
        try await run.data(from: source)
        for slug in try slugs {
            let agency = try await agency(slug)
            try await agency.change { [id = agency.id.text] connection, journal in
                journal.audit(actor: .operator, action: "backup.restore", subject: id)
                // The pages are gone, whatever the rows of the backup say of them.
                try connection.deletePageFiles()
                journal.changed(.everything)
            }
        }
        return run.report
    }
}

/// One backup being brought back.
struct RestoreRun {
    let settings: WorkspaceSettings
    let scratch: String
    let copy: BackupCopy
    var report = BackupReport()

    /// The keys come first: without them the agencies could not be opened.
    mutating func keys(from source: any FileSource) async throws {
        let manifest = try await Manifest.read(from: source)
        for file in manifest.files {
            guard
                ["root.key", CheckpointKey.file].contains(file.path)
                    || (file.path.hasSuffix(".sqlite") && Slug(String(file.path.dropLast(7))) != nil)
            else { throw Refusal(.invalid, "refusal.backup.path", ["path": file.path]) }
            try await fetch(file, from: source, to: scratch + "/keys/" + file.path)
        }
        // The root key before what it wraps: an attempt that breaks off between the two can be made again.
        for file in manifest.files.filter({ $0.path == "root.key" }) + manifest.files.filter({ $0.path != "root.key" }) {
            let (new, place) = (scratch + "/keys/" + file.path, settings.keys + "/" + file.path)
            if Disk.status(place) != nil {
                if try await isSame(new, place) { continue }
                guard try isUnused(file.path) else {
                    throw Refusal(.conflict, "refusal.restore.key", ["path": "keys/" + file.path])
                }
                try Disk.rename(place, to: place + ".unused", replacing: false)
            }
            try Disk.makeFolders(settings.keys)
            if file.path.hasSuffix(".key") { try Disk.setMode(new, 0o400) }
            try Disk.rename(new, to: place, replacing: false)
        }
        if Disk.isFolder(settings.keys) { try Disk.synchronize(settings.keys) }
    }

    mutating func data(from source: any FileSource) async throws {
        let manifest = try await Manifest.read(from: source)
        for file in manifest.files {
            guard RestoreRun.mayRestore(file.path) else {
                throw Refusal(.invalid, "refusal.backup.path", ["path": file.path])
            }
            try await fetch(file, from: source, to: scratch + "/" + file.path)
        }
        for agency in manifest.agencies where Disk.status(settings.keys + "/\(agency.slug).sqlite") == nil {
            throw Refusal(.wrongKey, "refusal.restore.no-keys", ["agency": agency.slug])
        }
        // Names of agencies last: until then nothing was restored, and a new attempt finds an empty workspace.
        for file in manifest.files where file.path.split(separator: "/").count < 3 || !file.path.hasPrefix("data/") {
            let place = settings.root + "/" + file.path
            if Disk.status(place) != nil {
                // What `init` wrote makes room for what was in use, and is kept beside it.
                if try await isSame(scratch + "/" + file.path, place) { continue }
                try Disk.rename(place, to: place + ".unused")
            }
            if let slash = place.lastIndex(of: "/") { try Disk.makeFolders(String(place[..<slash])) }
            try Disk.rename(scratch + "/" + file.path, to: place, replacing: false)
        }
        let slugs = try manifest.agencies.map { agency in
            guard let slug = Slug(agency.slug) else { throw Refusal(.invalid, "refusal.backup.manifest") }
            return slug
        }
        for slug in slugs {
            try Disk.makeFolders(scratch + "/data/" + slug.text + "/documents")
            try removePages(of: slug)
        }
        try Disk.flush(scratch)
        for slug in slugs {
            try Disk.rename(scratch + "/data/" + slug.text, to: settings.folder(of: slug.text), replacing: false)
            report.agencies += 1
        }
        try Disk.synchronize(settings.data)
    }

    /// Pages that are still here are not those of the records that come back.
    private func removePages(of slug: Slug) throws {
        let folder = settings.pages(of: slug.text)
        guard Disk.status(folder) != nil else { return }
        let pages = try FilePageStore(folder: folder)
        for path in try pages.list() { try pages.remove(path) }
        try Disk.flush(folder)
    }

    /// `portico.yaml`, `content/…`, `templates/…`, `data/AGENCY/records.sqlite`, `data/AGENCY/documents/CLIENT/DOCUMENT`.
    private static func mayRestore(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        switch parts.first {
        case "portico.yaml": return parts.count == 1
        case "content", "templates": return parts.count > 1
        case "data":
            if path == "data/" + CheckpointBook.file { return true }
            guard parts.count >= 3, Slug(parts[1]) != nil else { return false }
            if parts.count == 3 { return parts[2] == "records.sqlite" }
            return parts.count == 5 && parts[2] == "documents" && ID<Client>(checking: parts[3]) != nil
                && ID<Document>(checking: parts[4]) != nil
        default: return false
        }
    }

    /// Copies a file of the backup and compares it with what the manifest says.
    private mutating func fetch(_ file: Manifest.File, from source: any FileSource, to path: String) async throws {
        guard let reader = try await source.open(file.path) else {
            throw Refusal(.invalid, "problem.backup.missing", ["path": file.path])
        }
        let writer = try await Blocking.run { try LocalWriter(path) }
        do {
            let found = try await copy.pour(reader, file.path) { try await writer.write($0) }
            guard found == file else { throw Refusal(.invalid, "problem.backup.different", ["path": file.path]) }
            try await writer.finish()
        } catch {
            await writer.discard()
            await reader.close()
            throw error
        }
        await reader.close()
        report.files += 1
        report.bytes += file.size
        await copy.progress(report)
    }

    /// Whether it is the root key that `init` made, with no agency's keys beside it: it has sealed nothing yet.
    private func isUnused(_ path: String) throws -> Bool {
        try path == "root.key" && !(Disk.names(in: settings.keys).contains { $0.hasSuffix(".sqlite") })
    }

    private func isSame(_ one: String, _ other: String) async throws -> Bool {
        let place = LocalFolder("")
        guard let first = try await place.open(one), let second = try await place.open(other) else { return false }
        let found = try await copy.pour(first, "") { _ in }
        return try await copy.pour(second, "") { _ in } == found
    }
}
