import Documents
import Foundation
import Model
import Records
import Site

/// One export being taken in.
struct TakeInRun: Sendable {
    let workspace: Workspace
    let slug: Slug
    let archive: ZipReader
    let manifest: ExportManifest
    let actor: Actor
    /// Whether there were keys of this name before: of an agency whose data was lost. They stay whatever becomes of this.
    let hadKeys: Bool

    private var id: ID<Agency> { ID(manifest.agency) }

    /// - Returns: how many erasures the archive knows of.
    func run() async throws -> Int {
        let settings = workspace.settings
        let temporary = settings.data + "/.new-" + workspace.world.uuid()
        let keys = try await workspace.engines.keys(settings.keys, slug, id, true)
        do {
            try Disk.makeFolders(temporary + "/documents")
            let records = try await workspace.engines.records(temporary + "/records.sqlite")
            let erasures: Int
            do {
                let wrapped = try await documents(keys, temporary + "/documents")
                try await fill(records, wrapped)
                try await look(records)
                erasures = try await records.read { try $0.erasures().count }
                try await records.close()
            } catch {
                try? await records.close()
                throw error
            }
            try keys.close()
            // Whoever was erased here does not come back by an archive: it opens for nobody before that was done again.
            if TombstoneLedger(settings, id).exists { try Workspace.lockUntilReplayed(temporary) }
            try Disk.flush(temporary)
            try Disk.rename(temporary, to: settings.folder(of: slug.text), replacing: false)
            try Disk.synchronize(settings.data)
            return erasures
        } catch {
            try? keys.close()
            if !hadKeys { try? TakeInRun.removeKeys(slug, settings) }
            try? Disk.removeTree(temporary)
            throw error
        }
    }

    /// Takes back an agency that has just got its name and cannot be opened: records, documents, pages, keys.
    static func undo(_ slug: Slug, _ settings: WorkspaceSettings, hadKeys: Bool) throws {
        try Disk.removeTree(settings.folder(of: slug.text))
        try Disk.removeTree(settings.pages(of: slug.text))
        if !hadKeys { try removeKeys(slug, settings) }
    }

    /// Nothing was sealed with them that is still there.
    private static func removeKeys(_ slug: Slug, _ settings: WorkspaceSettings) throws {
        for ending in ["", "-wal", "-shm"] { try Disk.remove(settings.keys + "/\(slug).sqlite" + ending) }
    }

    /// Reads what was written as the program reads its own, while nothing of it can be seen: what fails here would fail at every page.
    private func look(_ records: any RecordsEngine) async throws {
        let (agency, languages) = (id, workspace.site.languages)
        try await records.read { connection in
            let settings = try connection.agency()
            guard settings.id == agency else { throw Refusal(.invalid, "refusal.export.manifest") }
            try AgencySettings.check(settings, languages: languages)
            if let flaw = try connection.rowFlaws(limit: 1).first { throw flaw.refusal }
            _ = (try connection.clients(), try connection.people(), try connection.contacts(), try connection.policyVersions())
            _ = (try connection.incidents(), try connection.disclosures(), try connection.erasures())
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
            var (rows, number): ([String: Row], Int64) = ([:], 0)
            try ExportRows.each("data/document.jsonl", in: archive) { line in
                number += 1
                // Paths are made of both.
                guard let row = try? JSONDecoder().decode(Row.self, from: Data(line)), ID<Document>(checking: row.id) != nil,
                    ID<Client>(checking: row.client) != nil
                else { throw RowFlaw(table: "document", row: number, column: nil).refusal }
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
        let languages = workspace.site.languages
        try await records.writeAlone { connection in
            guard try connection.knowsMigration(manifest.schema) else { throw Refusal(.newer, "refusal.export.newer") }
            let schema: ExportSchema
            do {
                schema = try JSONDecoder().decode(
                    ExportSchema.self, from: Data(try archive.bytes("schema.json", limit: 16 << 20)))
            } catch {
                throw Refusal(.invalid, "refusal.export.manifest", cause: error)
            }
            let fill = TakeInRows(
                archive: archive, manifest: manifest, wrapped: wrapped, languages: languages, world: world)
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
