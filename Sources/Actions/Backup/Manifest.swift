import Foundation
import Model

/// What a backup holds: written last, so that a folder with a manifest is a whole backup.
struct Manifest: Codable, Sendable, Equatable {
    static let name = "manifest.json"
    static let newestFormat = 1

    struct File: Codable, Sendable, Equatable {
        /// Below the backup's folder, with `/`.
        let path: String
        /// Bytes.
        let size: Int64
        /// Hexadecimal.
        let sha256: String
    }

    struct AgencyHead: Codable, Sendable, Equatable {
        let slug: String
        let id: String
        /// The end of the audit log at the time of the backup: proves a later log.
        let auditSeq: Int64
        let auditHash: String
    }

    var format = Manifest.newestFormat
    /// When it was begun, milliseconds since 1970.
    let made: Int64
    var agencies: [AgencyHead] = []
    var files: [File] = []

    init(made: Instant) {
        self.made = made.milliseconds
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(self))
    }

    /// Reads the manifest of a backup.
    /// - Throws: `Refusal(.invalid)` when there is none or it cannot be read, `.newer` when a newer program wrote it.
    static func read(from source: any FileSource) async throws -> Manifest {
        guard let reader = try await source.open(name) else { throw Refusal(.invalid, "refusal.backup.no-manifest") }
        var bytes: [UInt8] = []
        while true {
            let next = try await reader.next()
            if next.isEmpty { break }
            bytes += next
        }
        await reader.close()
        struct Head: Decodable { let format: Int }
        do {
            guard try JSONDecoder().decode(Head.self, from: Data(bytes)).format <= newestFormat else {
                throw Refusal(.newer, "refusal.backup.newer")
            }
            let manifest = try JSONDecoder().decode(Manifest.self, from: Data(bytes))
            for file in manifest.files where !isSafe(file.path) {
                throw Refusal(.invalid, "refusal.backup.path", ["path": file.path])
            }
            return manifest
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(.invalid, "refusal.backup.manifest", cause: error)
        }
    }

    /// Whether a path stays below the folder it is read from or written to, and names nothing hidden.
    private static func isSafe(_ path: String) -> Bool {
        !path.isEmpty && !path.contains("\\") && !path.contains("\0")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    }
}

/// What was written, read or restored.
public struct BackupReport: Sendable, Hashable {
    public var agencies = 0
    public var files = 0
    public var bytes: Int64 = 0

    public init() {}
}
