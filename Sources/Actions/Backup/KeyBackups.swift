import Crypto
import Foundation
import Model

/// Backups of keys: each a folder named as the snapshot it belongs to, with `root.key`, the other keys of the workspace, one file
/// an agency and, written last, a manifest. Never beside the data, and at most seven days: a key that was destroyed lives on in them.
struct KeyBackups: Sendable {
    static let manifest = "manifest.json"
    /// Keys of the workspace: the one above all others, and the one that signs the ends of the audit logs.
    static let single = ["root.key", CheckpointKey.file]
    /// The largest file of keys that is read: a hundred bytes a client.
    private static let longest = 1 << 30

    let folder: any RepositoryFolder

    private struct Manifest: Codable {
        static let newestFormat = 1

        struct File: Codable, Equatable {
            let path: String
            let size: Int64
            let sha256: String
        }

        var format = Manifest.newestFormat
        var files: [File] = []
    }

    /// The whole ones, the oldest first.
    func sets() async throws -> [SnapshotName] {
        var found: [SnapshotName] = []
        for name in try await folder.folders().compactMap({ SnapshotName($0) }) where try await isWhole(name) {
            found.append(name)
        }
        return found.sorted()
    }

    private func isWhole(_ name: SnapshotName) async throws -> Bool {
        try await folder.size(of: "\(name)/\(KeyBackups.manifest)") != nil
    }

    /// Adds one. `files` are names and their bytes.
    func add(_ name: SnapshotName, _ files: [(name: String, bytes: [UInt8])]) async throws {
        var manifest = Manifest()
        for file in files.sorted(by: { $0.name < $1.name }) {
            try await folder.put(file.bytes, as: "\(name)/\(file.name)")
            manifest.files.append(
                Manifest.File(
                    path: file.name, size: Int64(file.bytes.count), sha256: Hex.text(SHA256.hash(data: file.bytes))))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try await folder.put(Array(try encoder.encode(manifest)), as: "\(name)/\(KeyBackups.manifest)")
    }

    /// The files of the newest one, or of the one that the folder itself is.
    /// - Throws: `Refusal(.invalid)` when there is none, or it is not whole.
    func newest() async throws -> [(name: String, bytes: [UInt8])] {
        if try await folder.size(of: KeyBackups.manifest) != nil { return try await read("") }
        guard let name = try await sets().last else {
            throw Refusal(.invalid, "refusal.backup.no-keys", ["folder": folder.path])
        }
        return try await read("\(name)/")
    }

    /// Compares every file with its manifest.
    func problems() async throws -> [Problem] {
        var problems: [Problem] = []
        for name in try await sets() {
            do {
                _ = try await read("\(name)/")
            } catch let refusal as Refusal where refusal.kind == .invalid {
                problems.append(Problem(.backup, refusal.arguments["path"] ?? "\(name)", refusal.word, refusal.arguments))
            }
        }
        return problems
    }

    private func read(_ prefix: String) async throws -> [(name: String, bytes: [UInt8])] {
        let path = prefix + KeyBackups.manifest
        struct Head: Decodable { let format: Int }
        let bytes = Data(try await folder.bytes(path, limit: 16 << 20) ?? [])
        if let head = try? JSONDecoder().decode(Head.self, from: bytes), head.format > Manifest.newestFormat {
            throw Refusal(.newer, "refusal.backup.newer")
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: bytes) else {
            throw Refusal(.invalid, "problem.backup.different", ["path": path])
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for file in manifest.files {
            guard KeyBackups.isKey(file.path) else {
                throw Refusal(.invalid, "refusal.backup.path", ["path": file.path])
            }
            guard let bytes = try await folder.bytes(prefix + file.path, limit: KeyBackups.longest) else {
                throw Refusal(.invalid, "problem.backup.missing", ["path": prefix + file.path])
            }
            let found = Manifest.File(
                path: file.path, size: Int64(bytes.count), sha256: Hex.text(SHA256.hash(data: bytes)))
            guard found == file else {
                throw Refusal(.invalid, "problem.backup.different", ["path": prefix + file.path])
            }
            files.append((file.path, bytes))
        }
        return files
    }

    private static func isKey(_ name: String) -> Bool {
        single.contains(name) || (name.hasSuffix(".sqlite") && Slug(String(name.dropLast(7))) != nil)
    }

    /// Removes those whose time is over, and what was never finished. Only for whoever has the folder alone.
    func prune(now: Instant) async throws {
        let oldest = now.adding(seconds: -Int64(KeepRule.mostDaysOfKeys) * 86_400)
        for name in try await folder.folders().compactMap({ SnapshotName($0) }) {
            if name.made >= oldest, try await isWhole(name) { continue }
            // The manifest goes first, so that none that is half removed looks whole.
            let files = try await folder.files(in: name.description).map { "\(name)/\($0)" }
            try await folder.remove(["\(name)/\(KeyBackups.manifest)"])
            try await folder.remove(files)
            try await folder.remove([name.description])
        }
    }
}
