import Foundation
import Model
import Synchronization

/// The CSV files of an import, spooled under data/ before they are checked: what is checked is what is imported, and
/// the folder may go away meanwhile.
final class ImportFolder: Sendable {
    /// The spool's own folder.
    let path: String
    private let present: Mutex<Set<String>> = Mutex([])
    /// Identities of clients that do not exist yet: documents are sealed for them before their rows are written.
    private let clientIDs: Mutex<[Slug: ID<Client>]> = Mutex([:])

    init(below data: String, world: World) throws {
        path = data + "/.import-" + world.uuid()
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Copies every file of the format that the source has.
    /// - Throws: `Refusal(.invalid)` when it has none of them.
    func spool(from source: any FileSource) async throws {
        for table in ImportTable.all {
            guard let reader = try await source.open(table.file) else { continue }
            let target = path + "/" + table.file
            do {
                try await Blocking.run { try Spool.make(target) }
                while case let bytes = try await reader.next(), !bytes.isEmpty {
                    try await Blocking.run { try Spool.append(bytes, to: target) }
                }
            } catch {
                await reader.close()
                throw error
            }
            await reader.close()
            _ = present.withLock { $0.insert(table.file) }
        }
        guard !present.withLock({ $0.isEmpty }) else {
            throw Refusal(
                .invalid, "refusal.import.nothing", ["files": ImportTable.all.map(\.file).joined(separator: ", ")])
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

/// Files being spooled.
private enum Spool {
    static func make(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Refusal(.full, "refusal.store.full")
        }
    }

    static func append(_ bytes: [UInt8], to path: String) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        do {
            try handle.seekToEnd()
            try handle.write(contentsOf: bytes)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw Refusal(.full, "refusal.store.full", cause: error)
        }
    }
}

/// How far an import is: read by whoever shows it, while the import goes on.
public final class ImportProgress: Sendable {
    private let state = Mutex((step: "", rows: 0))

    public init() {}

    /// The file that is being read and the rows read of it so far.
    public var now: (step: String, rows: Int) { state.withLock { $0 } }

    func count(_ step: String) {
        state.withLock { state in
            state = state.step == step ? (step, state.rows + 1) : (step, 1)
        }
    }
}
