import Crypto
import Documents
import Foundation
import Model

/// A repository of backups: chunks by their content, snapshots that name them, one small file that holds the wrapped key.
/// The format stands in docs/backup.md.
struct BackupRepository: Sendable {
    static let configuration = "repository.json"
    static let snapshots = "snapshots"
    /// Bytes of one chunk of a database: of 64 KiB each, a day's changes to a database of 138 MB are a fifth of what they are
    /// in chunks of 1 MiB (docs/decisions/0018-chunks-of-a-backup.md).
    static let databaseChunk = 64 << 10
    /// Bytes of one chunk of any other file: those never change.
    static let fileChunk = 1 << 20
    /// The longest chunk that is read: lists may be longer than files' chunks.
    private static let longest = 64 << 20

    let folder: any RepositoryFolder
    let id: String
    private let seal: BackupSeal

    private struct Configuration: Codable {
        static let newestFormat = 1

        var format = Configuration.newestFormat
        let id: String
        /// The repository's key, wrapped by the root key, hexadecimal.
        let key: String

        func encoded() throws -> [UInt8] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }

    private init(_ folder: any RepositoryFolder, _ id: String, _ key: SymmetricKey) {
        (self.folder, self.id, seal) = (folder, id, BackupSeal(key: key, repository: id))
    }

    /// Whether there is one in a folder of this machine.
    static func isThere(_ folder: String) -> Bool { Disk.isFile(folder + "/" + configuration) }

    // MARK: The repository itself

    /// Opens a repository, and makes it when there is none.
    static func make(_ folder: any RepositoryFolder, root: SymmetricKey, world: World) async throws -> BackupRepository {
        if try await folder.size(of: configuration) != nil { return try await open(folder, root: root) }
        try await refuseOldForm(folder)
        let (id, key) = (world.uuid(), SymmetricKey(size: .bits256))
        let wrapped = try KeyWrap.wrap(key, under: root, parent: "root", child: id, kind: "backup")
        try await folder.put(try Configuration(id: id, key: Hex.text(wrapped)).encoded(), as: configuration)
        return BackupRepository(folder, id, key)
    }

    /// Opens a repository.
    /// - Throws: `Refusal(.invalid)` when there is none or its file is damaged; `.wrongKey` when the root key does not fit;
    ///   `.newer` when a newer program made it.
    static func open(_ folder: any RepositoryFolder, root: SymmetricKey) async throws -> BackupRepository {
        guard let bytes = try await folder.bytes(configuration, limit: 4096) else {
            try await refuseOldForm(folder)
            throw Refusal(.invalid, "refusal.backup.none", ["folder": folder.path])
        }
        struct Head: Decodable { let format: Int }
        let damaged = Refusal(.invalid, "problem.backup.different", ["path": configuration])
        if let head = try? JSONDecoder().decode(Head.self, from: Data(bytes)), head.format > Configuration.newestFormat,
            head.format < 1000
        {
            throw Refusal(.newer, "refusal.backup.newer")
        }
        // Read strictly: what was not written by us, to the byte, is damaged.
        guard let found = try? JSONDecoder().decode(Configuration.self, from: Data(bytes)), let key = Hex.bytes(found.key),
            found.format == Configuration.newestFormat, let canonical = try? found.encoded(), canonical == bytes
        else { throw damaged }
        do {
            let key = try KeyWrap.unwrap(key, under: root, parent: "root", child: found.id, kind: "backup")
            return BackupRepository(folder, found.id, key)
        } catch {
            throw Refusal(.wrongKey, "refusal.backup.key", ["path": configuration], cause: error)
        }
    }

    private static let oldManifest = "manifest.json"

    /// Before repositories, a backup was a plain copy with a manifest.
    private static func refuseOldForm(_ folder: any RepositoryFolder) async throws {
        guard try await folder.size(of: oldManifest) == nil else {
            throw Refusal(.invalid, "refusal.backup.old-form", ["folder": folder.path])
        }
    }

    // MARK: Chunks

    /// Keeps a chunk; writes nothing when it is there already.
    /// - Returns: its name, and how many bytes were written.
    func keep(_ content: [UInt8]) async throws -> (id: ChunkID, written: Int64) {
        let seal = seal
        guard let id = try await Blocking.run({ seal.name(of: content) }) else { throw Refusal(.failed, "refusal.key.form") }
        let length = Int64(content.count + BackupSeal.overhead)
        if try await folder.size(of: id.path) == length { return (id, 0) }
        let sealed = try await Blocking.run { try seal.seal(content, as: id.description, .chunk) }
        try await folder.put(sealed, as: id.path)
        return (id, length)
    }

    /// Whether a chunk of some content is there, and not shorter or longer than it must be.
    func has(_ id: ChunkID, content: Int) async throws -> Bool {
        try await folder.size(of: id.path) == Int64(content + BackupSeal.overhead)
    }

    /// The content of a chunk, compared with its name.
    /// - Throws: `Refusal(.invalid)` naming the file when it is missing or not what was written.
    func chunk(_ id: ChunkID) async throws -> [UInt8] {
        guard let sealed = try await folder.bytes(id.path, limit: BackupRepository.longest) else {
            throw Refusal(.invalid, "problem.backup.missing", ["path": id.path])
        }
        return try await Blocking.run { [seal] in
            guard let content = try? seal.open(sealed, as: id.description, .chunk), seal.name(of: content) == id else {
                throw Refusal(.invalid, "problem.backup.different", ["path": id.path])
            }
            return content
        }
    }

    // MARK: Snapshots

    /// The snapshots that are whole, the oldest first.
    func snapshots() async throws -> [SnapshotName] {
        try await folder.files(in: BackupRepository.snapshots).compactMap { SnapshotName($0) }.sorted()
    }

    /// The one of that name, or the newest.
    /// - Throws: `Refusal(.invalid)` when there is none.
    func find(_ name: String?) async throws -> SnapshotName {
        let all = try await snapshots()
        guard let name else {
            guard let newest = all.last else { throw Refusal(.invalid, "refusal.backup.empty", ["folder": folder.path]) }
            return newest
        }
        guard let found = all.first(where: { $0.description == name }) else {
            throw Refusal(.invalid, "refusal.backup.snapshot", ["snapshot": name])
        }
        return found
    }

    /// - Throws: `Refusal(.invalid)` naming the file when it is not what was written.
    func read(_ name: SnapshotName) async throws -> Snapshot {
        let path = BackupRepository.path(name)
        guard let sealed = try await folder.bytes(path, limit: BackupRepository.longest) else {
            throw Refusal(.invalid, "problem.backup.missing", ["path": path])
        }
        guard let bytes = try? seal.open(sealed, as: name.description, .snapshot) else {
            throw Refusal(.invalid, "problem.backup.different", ["path": path])
        }
        return try Snapshot(bytes)
    }

    /// Makes the snapshot part of the repository.
    func write(_ snapshot: Snapshot, as name: SnapshotName) async throws {
        let sealed = try seal.seal(try snapshot.encoded(), as: name.description, .snapshot)
        try await folder.put(sealed, as: BackupRepository.path(name))
    }

    static func path(_ name: SnapshotName) -> String { snapshots + "/" + name.description }
}

extension FileFolder {
    /// Writes a whole small file, durable when it returns.
    func put(_ bytes: [UInt8], as name: String) async throws {
        let writer = try await create(name)
        do {
            try await writer.write(bytes)
            try await writer.finish()
        } catch {
            await writer.discard()
            throw error
        }
    }
}

extension FileSource {
    /// A whole small file; nil when there is none.
    /// - Throws: `Refusal(.invalid)` when it is longer than `limit`, which nothing of ours is.
    func bytes(_ name: String, limit: Int) async throws -> [UInt8]? {
        guard let reader = try await open(name) else { return nil }
        var all: [UInt8] = []
        do {
            while case let bytes = try await reader.next(), !bytes.isEmpty {
                all += bytes
                guard all.count <= limit else { throw Refusal(.invalid, "problem.backup.different", ["path": name]) }
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
        return all
    }
}
