import Documents
import Glibc
import Model
import Records

/// One snapshot being made.
struct BackupRun {
    let workspace: Workspace
    let repository: BackupRepository
    /// A folder of our own beside the agencies, for the copies of databases.
    let scratch: String
    /// The newest snapshot there was: what did not change since is not read again.
    let previous: Snapshot?
    let progress: @Sendable (BackupReport) async -> Void
    var snapshot = Snapshot(schema: DataMap.schema)
    var report = BackupReport()
    private var books: [String: ListedFile] = [:]

    init(
        workspace: Workspace, repository: BackupRepository, scratch: String, previous: Snapshot?,
        progress: @escaping @Sendable (BackupReport) async -> Void
    ) {
        (self.workspace, self.repository, self.scratch) = (workspace, repository, scratch)
        (self.previous, self.progress) = (previous, progress)
    }

    /// One agency: records first, then the documents that those records name. Documents never change; one that was
    /// removed meanwhile is missing, and then the records are copied again without it.
    mutating func add(_ slug: Slug) async throws {
        let agency = try await workspace.agency(slug)
        let folder = "\(scratch)/\(slug)"
        var fresh: [String: ListedFile] = [:]
        for _ in 0..<5 {
            try Disk.removeTree(folder)
            try Disk.makeFolders(folder)
            let copy = folder + "/records.sqlite"
            try await agency.records.backup(to: copy)
            let name = "data/\(slug)/records.sqlite"
            guard let records = try await keep(copy, as: name, by: BackupRepository.databaseChunk) else {
                throw Refusal(.failed, "refusal.disk.failed", ["path": copy])
            }
            // Only now: opening a copy may write to it.
            let look = try await look(at: copy)
            guard let files = try await list(look.places, records, of: agency, &fresh) else { continue }
            snapshot.agencies.append(
                Snapshot.AgencyPart(
                    slug: slug.text, id: agency.id.text, auditSeq: look.head.seq, auditHash: Hex.text(look.head.hash),
                    rows: look.rows,
                    ledger: try LedgerMirror(settings: workspace.settings, folder: repository.folder).mark(agency.id),
                    files: files))
            report.agencies += 1
            return try Disk.removeTree(folder)
        }
        throw Refusal(.unavailable, "refusal.backup.busy", ["agency": slug.text], hint: "hint.later")
    }

    /// What lies in data/ beside the agencies and only grows: the signed ends of the audit logs.
    static let books = ["data/" + CheckpointBook.file]

    /// Comes before the agencies, so that no checkpoint names an entry that the backup has not.
    mutating func addBooks() async throws {
        for path in BackupRun.books {
            books[path] = try await keep(workspace.settings.root + "/" + path, as: path, by: BackupRepository.fileChunk)
        }
    }

    /// The workspace's own files that are worth keeping: what people wrote, and the books that were kept before.
    mutating func addWorkspace() async throws {
        let root = workspace.settings.root
        var paths = Array(books.keys) + (Disk.isFile(root + "/portico.yaml") ? ["portico.yaml"] : [])
        for folder in ["content", "templates"] { paths += try Disk.files(below: root + "/" + folder).map { folder + "/" + $0 } }
        var writer = ListWriter(repository)
        for path in paths.sorted() where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            var file = books[path]
            if file == nil { file = try await keep(root + "/" + path, as: path, by: BackupRepository.fileChunk) }
            // What is gone by now is left out.
            guard let file else { continue }
            try await writer.add(file)
            await count(file)
        }
        try await writer.finish()
        report.written += writer.written
        snapshot.workspace = writer.files
    }

    private struct Look {
        let places: [DocumentPlace]
        let head: AuditHead
        let rows: [String: Int64]
    }

    /// What the copied records name and hold.
    private func look(at records: String) async throws -> Look {
        let engine = try await workspace.engines.records(records)
        do {
            let found = try await engine.read {
                Look(places: try $0.documentPlaces(), head: try $0.auditHead(), rows: try $0.rowCounts())
            }
            try await engine.close()
            return found
        } catch {
            try? await engine.close()
            throw error
        }
    }

    /// Keeps the documents and lists them with the records; nil when a document went meanwhile, records and all.
    /// - Parameter fresh: what was read in this run already.
    private mutating func list(
        _ places: [DocumentPlace], _ records: ListedFile, of agency: OpenAgency, _ fresh: inout [String: ListedFile]
    ) async throws -> Snapshot.Files? {
        let before = previous?.agencies.first { $0.id == agency.id.text && $0.slug == agency.slug.text }
        var (old, writer) = (ListReader(repository, before?.files.list ?? []), ListWriter(repository))
        var last = try? await old.next()
        for place in places.sorted(by: { ($0.client, $0.document) < ($1.client, $1.document) }) {
            try Task.checkCancellation()
            let path = "\(place.client)/\(place.document)"
            let name = "data/\(agency.slug)/documents/\(path)"
            let from = workspace.settings.documents(of: agency.slug.text) + "/" + path
            while let one = last, one.path < name { last = try? await old.next() }
            var file = fresh[name]
            if file == nil, let one = last, one.path == name, try await isAsBefore(one, at: from) { file = one }
            if file == nil {
                file = try await keep(from, as: name, by: BackupRepository.fileChunk)
                fresh[name] = file
            }
            guard let file else {
                guard try await isNamed(place, agency) else { return nil }
                throw Refusal(.failed, "refusal.backup.document", ["document": place.document.text])
            }
            try await writer.add(file)
            await count(file)
        }
        try await writer.add(records)
        await count(records)
        try await writer.finish()
        report.written += writer.written
        return writer.files
    }

    private func isNamed(_ place: DocumentPlace, _ agency: OpenAgency) async throws -> Bool {
        try await agency.records.read { try $0.document(place.document) != nil }
    }

    /// Whether a document need not be read again: it is as the last snapshot saw it, and the repository has all of it.
    private func isAsBefore(_ file: ListedFile, at path: String) async throws -> Bool {
        guard let status = Disk.status(path), Int64(status.st_size) == file.size, status.modified == file.modified else {
            return false
        }
        var rest = file.size
        for id in file.chunks {
            let length = min(rest, Int64(BackupRepository.fileChunk))
            guard try await repository.has(id, content: Int(length)) else { return false }
            rest -= length
        }
        return rest == 0
    }

    /// Keeps a file in chunks; nil when it is gone.
    private mutating func keep(_ path: String, as name: String, by length: Int) async throws -> ListedFile? {
        guard let status = Disk.status(path), let reader = try await Blocking.run({ try LocalReader(path) }) else { return nil }
        var (chunks, size, waiting) = ([ChunkID](), Int64(0), [UInt8]())
        do {
            while true {
                // A server that is told to stop does not wait for a long backup; the next one goes on.
                try Task.checkCancellation()
                let bytes = try await reader.next()
                waiting += bytes
                while waiting.count >= length || (bytes.isEmpty && !waiting.isEmpty) {
                    let chunk = Array(waiting.prefix(length))
                    waiting.removeFirst(chunk.count)
                    let (id, written) = try await repository.keep(chunk)
                    chunks.append(id)
                    size += Int64(chunk.count)
                    report.written += written
                }
                if bytes.isEmpty { break }
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
        return ListedFile(path: name, size: size, modified: status.modified, chunks: chunks)
    }

    private mutating func count(_ file: ListedFile) async {
        report.files += 1
        report.bytes += file.size
        await progress(report)
    }
}

extension stat {
    /// When it was last written, nanoseconds since 1970.
    fileprivate var modified: Int64 { Int64(st_mtim.tv_sec) * 1_000_000_000 + Int64(st_mtim.tv_nsec) }
}
