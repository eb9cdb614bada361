import Documents
import Foundation
public import Model
import Records
import Site

extension Workspace {
    /// Makes an agency of an export of one: its records, its documents sealed anew, its audit log with its chain. The export is
    /// verified first; the agency appears whole or not at all. Nobody is signed in there, and nobody has a password yet:
    /// what opens something is in no export.
    /// - Parameters:
    ///   - slug: its name in addresses; there must be no such agency yet.
    ///   - reader: the archive.
    /// - Throws: `Refusal(.conflict)` when there is such an agency, or keys of one; `.invalid` when the export is not whole or
    ///   not that of an agency; `.newer` when a newer program wrote it.
    public func takeIn(_ slug: Slug, from reader: any FileReader, by actor: Actor = .operator) async throws -> ExportReport {
        guard !Slug.reservedForAgencies.contains(slug.text) else {
            throw Refusal(.invalid, "refusal.agency.reserved", ["agency": slug.text])
        }
        guard Disk.status(settings.folder(of: slug.text)) == nil else {
            throw Refusal(.conflict, "refusal.agency.exists", ["agency": slug.text])
        }
        let folder = settings.data + "/.import-" + world.uuid()
        defer { try? Disk.removeTree(folder) }
        let path = folder + "/export.zip"
        try await spool(reader, to: path)
        let (archive, manifest) = try await Blocking.run {
            let archive = try ZipReader(path)
            return (archive, try ExportManifest.read(from: archive))
        }
        guard manifest.scope == "agency", ID<Agency>(checking: manifest.agency) != nil else {
            throw Refusal(.invalid, "refusal.export.scope")
        }
        let verdict = try await Blocking.run { try ExportCheck(archive, manifest).run() }
        if let problem = verdict.problems.first { throw Refusal(.invalid, problem.word, problem.arguments) }
        try await TakeInRun(workspace: self, slug: slug, archive: archive, manifest: manifest, actor: actor).run()
        _ = try await agency(slug)
        return verdict.report
    }

    private func spool(_ reader: any FileReader, to path: String) async throws {
        let writer = try await Blocking.run { try LocalWriter(path) }
        while case let bytes = try await reader.next(), !bytes.isEmpty { try await writer.write(bytes) }
        await reader.close()
        try await writer.finish()
    }
}

/// One export being taken in.
struct TakeInRun: Sendable {
    let workspace: Workspace
    let slug: Slug
    let archive: ZipReader
    let manifest: ExportManifest
    let actor: Actor

    private var id: ID<Agency> { ID(manifest.agency) }

    func run() async throws {
        let settings = workspace.settings
        let temporary = settings.data + "/.new-" + workspace.world.uuid()
        let keys = try await workspace.engines.keys(settings.keys, slug, id, true)
        do {
            try Disk.makeFolders(temporary + "/documents")
            let records = try await workspace.engines.records(temporary + "/records.sqlite")
            do {
                let wrapped = try await documents(keys, temporary + "/documents")
                try await fill(records, wrapped)
                try await records.close()
            } catch {
                try? await records.close()
                throw error
            }
            try keys.close()
            try Disk.flush(temporary)
            try Disk.rename(temporary, to: settings.folder(of: slug.text), replacing: false)
            try Disk.synchronize(settings.data)
        } catch {
            try? keys.close()
            // Nothing was sealed with them that is still there.
            for ending in ["", "-wal", "-shm"] { try? Disk.remove(settings.keys + "/\(slug).sqlite" + ending) }
            try? Disk.removeTree(temporary)
            throw error
        }
    }

    /// Seals every document under a key of its own, and gives the keys, wrapped, by the ids of the documents.
    private func documents(_ keys: any AgencyKeys, _ folder: String) async throws -> [String: [UInt8]] {
        var limits = workspace.settings.limits
        limits.file = .max
        let store = try DocumentStore(folder: folder, agency: id, keys: keys, limits: limits, world: workspace.world)
        let (archive, manifest) = (archive, manifest)
        return try await Blocking.run {
            struct Row: Decodable {
                let id, client, name, type: String
            }
            var rows: [String: Row] = [:]
            try ExportRows.each("data/document.jsonl", in: archive) { line in
                let row = try JSONDecoder().decode(Row.self, from: Data(line))
                rows[row.id] = row
            }
            var wrapped: [String: [UInt8]] = [:]
            for file in manifest.files {
                guard let row = file.document.flatMap({ rows[$0] }), let entry = archive.entries[file.path] else { continue }
                let incoming = try store.receive(client: ID(row.client), document: ID(row.id), name: row.name, type: row.type)
                let stream = try archive.open(entry)
                while case let bytes = try stream.next(), !bytes.isEmpty { try incoming.write(bytes) }
                wrapped[row.id] = try incoming.finish().wrappedKey
            }
            return wrapped
        }
    }

    /// Every row, in one transaction.
    private func fill(_ records: any RecordsEngine, _ wrapped: [String: [UInt8]]) async throws {
        let (archive, manifest, slug, actor, world) = (archive, manifest, slug, actor, workspace.world)
        try await records.writeAlone { connection in
            guard try connection.knowsMigration(manifest.schema) else { throw Refusal(.newer, "refusal.export.newer") }
            let schema: ExportSchema
            do {
                schema = try JSONDecoder().decode(
                    ExportSchema.self, from: Data(try archive.bytes("schema.json", limit: 16 << 20)))
            } catch {
                throw Refusal(.invalid, "refusal.export.manifest", cause: error)
            }
            let fill = TakeInRows(archive: archive, manifest: manifest, wrapped: wrapped, world: world)
            for table in try ExportedTable.all(.agency, connection) where !ExportedTable.leftBehind.contains(table.name) {
                guard let found = schema.tables.first(where: { $0.table == table.name }) else { continue }
                try fill.run(table, Set(found.columns.map(\.name)), connection)
            }
            try ExportRows.each(ExportRows.audit, in: archive) { line in
                try connection.keep(try AuditEntry(json: line, path: ExportRows.audit))
            }
            try connection.setSetting("slug", slug.text)
            // The leave was another operator's.
            try connection.endAccessGrants(at: world.now())
            try connection.raise([Page.all])
            var journal = Journal()
            journal.audit(actor: actor, action: "data.import", subject: manifest.agency, detail: manifest.slug)
            try connection.write(journal, world: world)
        }
    }
}

/// The rows of one export, going into records that have none.
struct TakeInRows {
    let archive: ZipReader
    let manifest: ExportManifest
    /// The keys of the documents, by their ids.
    let wrapped: [String: [UInt8]]
    let world: World

    /// - Parameter named: the columns that the export has.
    func run(_ table: ExportedTable, _ named: Set<String>, _ connection: any Connection) throws {
        let path = "data/\(table.name).jsonl"
        let columns = table.columns.filter { named.contains($0.name) }
        let more = table.shape.columns.filter { column in TakeInRows.made[table.name]?.contains(column.name) ?? false }
        let insert = try table.inserter(columns + more, connection)
        let place = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
        let (own, id) = (table.shape.refersToItself.compactMap { place[$0] }, place["id"])
        // Rows that name rows of the same table may stand before them.
        var later: [(column: Int, id: SQL.Value, other: SQL.Value)] = []
        try ExportRows.each(path, in: archive) { line in
            var values = try JSONLine.values(line, columns, path)
            for index in own {
                guard values[index] != .null, let id else { continue }
                later.append((index, values[id], values[index]))
                values[index] = .null
            }
            adjust(table.name, &values, place)
            try insert(values + more.map { made(table.name, $0.name, values, place) })
        }
        for (column, id, other) in later { try table.pointer(columns[column].name, connection)(id, other) }
    }

    /// What no export holds, and is made anew: the key of a document, the secret of a link; what an erasure that was done had still to
    /// do.
    static let made: [String: Set<String>] = [
        "document": ["wrapped_key"], "mail_choice": ["token"], "erasure": ["plan"],
    ]

    private func made(_ table: String, _ column: String, _ values: [SQL.Value], _ place: [String: Int]) -> SQL.Value {
        switch (table, place["id"].map { values[$0] }) {
        case ("document", .text(let id)?): .bytes(wrapped[id] ?? [])
        case ("mail_choice", _): .text(world.token())
        default: .text("")
        }
    }

    /// What another place changes: a document without bytes was removed; a letter that waited is not sent from here, because it
    /// may be sent from there, and what it links to is there.
    private func adjust(_ table: String, _ values: inout [SQL.Value], _ place: [String: Int]) {
        if table == "document", let id = place["id"], case .text(let text) = values[id], let removed = place["removed_at"],
            values[removed] == .null, wrapped[text] == nil
        {
            values[removed] = .integer(manifest.made)
        }
        // Nothing of what it had still to remove came along.
        if table == "erasure", let done = place["done"], values[done] == .null { values[done] = .integer(manifest.made) }
        if table == "mail", let state = place["state"], values[state] == .text("waiting") || values[state] == .text("sending") {
            values[state] = .text("skipped")
        }
    }
}
