import Foundation
import Model
import Synchronization

/// The CSV files of an import, spooled under data/ before they are checked: what is checked is what is imported, and
/// the folder may go away meanwhile.
final class ImportFolder: Sendable {
    /// The spool's own folder.
    let path: String
    /// Who must not come back by it.
    let guardian: ReturnGuard
    private let present: Mutex<Set<String>> = Mutex([])
    /// Identities of clients that do not exist yet: documents are sealed for them before their rows are written.
    private let clientIDs: Mutex<[Slug: ID<Client>]> = Mutex([:])

    init(below data: String, world: World, guardian: ReturnGuard) throws {
        self.guardian = guardian
        path = data + "/.import-" + world.uuid()
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Copies every file of the format that the source has.
    /// - Throws: `Refusal(.invalid)` when it has none of them, or another CSV file: a name that is nearly right.
    func spool(from source: any FileSource) async throws {
        let known = ImportTable.all.map(\.file)
        let names = try await source.names()
        if let other = names.first(where: { $0.lowercased().hasSuffix(".csv") && !known.contains($0) }) {
            throw Refusal(
                .invalid, "refusal.import.file", ["file": other, "files": known.joined(separator: ", ")])
        }
        for table in ImportTable.all {
            guard let reader = try await source.open(table.file) else { continue }
            let writer = try await LocalFolder(path).create(table.file)
            for try await bytes in FileBytes(reader) { try await writer.write(bytes) }
            try await writer.finish()
            _ = present.withLock { $0.insert(table.file) }
        }
        guard !present.withLock({ $0.isEmpty }) else {
            throw Refusal(
                .invalid, "refusal.import.nothing", ["files": known.joined(separator: ", ")])
        }
    }

    /// Where a table's file is, or nil when the folder has none.
    func path(of table: ImportTable) -> String? {
        present.withLock { $0.contains(table.file) } ? path + "/" + table.file : nil
    }

    /// The identity that a new client of that name has, or will have.
    func clientID(_ slug: Slug, _ world: World) -> ID<Client> {
        clientIDs.withLock { ids in
            let id = ids[slug] ?? world.id()
            ids[slug] = id
            return id
        }
    }
}

/// How far an import is: read by whoever shows it, while the import goes on.
public final class ImportProgress: Sendable {
    private let state = Mutex((step: "", rows: 0))

    /// Nothing was read yet.
    public init() {}

    /// The file that is being read and the rows read of it so far.
    public var now: (step: String, rows: Int) { state.withLock { $0 } }

    func count(_ step: String) {
        state.withLock { state in
            state = state.step == step ? (step, state.rows + 1) : (step, 1)
        }
    }
}
