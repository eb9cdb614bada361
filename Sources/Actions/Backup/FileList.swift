import Foundation
import Model

/// One file of a snapshot: a line of a list, as JSON.
struct ListedFile: Codable, Sendable, Equatable {
    /// Below the workspace, with `/`.
    let path: String
    /// Bytes.
    let size: Int64
    /// When it was last written, nanoseconds since 1970: a document of which path, size and this are as before is not read again.
    let modified: Int64?
    /// Its content in order.
    let chunks: [ChunkID]
}

/// Lists the files of one agency, or of the workspace, sorted by path. A chunk of a list ends with a whole line, so that each
/// can be read by itself and one that did not change is the same chunk again.
struct ListWriter {
    /// A chunk is ended once it has so many bytes.
    private static let length = 256 << 10

    private let repository: BackupRepository
    private let encoder = JSONEncoder()
    private var lines: [UInt8] = []
    private(set) var files = Snapshot.Files()
    /// Bytes that were new to the repository.
    private(set) var written: Int64 = 0

    init(_ repository: BackupRepository) {
        self.repository = repository
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    mutating func add(_ file: ListedFile) async throws {
        lines += try encoder.encode(file)
        lines.append(UInt8(ascii: "\n"))
        files.count += 1
        files.bytes += file.size
        if lines.count >= ListWriter.length { try await flush() }
    }

    mutating func finish() async throws {
        if !lines.isEmpty { try await flush() }
    }

    private mutating func flush() async throws {
        let (id, new) = try await repository.keep(lines)
        files.list.append(id)
        written += new
        lines = []
    }
}

/// Reads a list file by file; one chunk of it is in memory at a time.
struct ListReader {
    private let repository: BackupRepository
    private let decoder = JSONDecoder()
    private var chunks: ArraySlice<ChunkID>
    private var lines: ArraySlice<ArraySlice<UInt8>> = []

    init(_ repository: BackupRepository, _ chunks: [ChunkID]) {
        (self.repository, self.chunks) = (repository, chunks[...])
    }

    /// The next file, or nil at the end.
    /// - Throws: `Refusal(.invalid)` when the list is damaged.
    mutating func next() async throws -> ListedFile? {
        while lines.isEmpty {
            guard let id = chunks.popFirst() else { return nil }
            lines = try await repository.chunk(id).split(separator: UInt8(ascii: "\n"))[...]
        }
        guard let line = lines.popFirst() else { return nil }
        do {
            return try decoder.decode(ListedFile.self, from: Data(line))
        } catch {
            throw Refusal(.invalid, "refusal.backup.manifest", cause: error)
        }
    }
}
