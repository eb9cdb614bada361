import Foundation
import Model

/// What a snapshot holds, as far as it is small. Written last: a repository lists a snapshot only when all of it is there.
struct Snapshot: Codable, Sendable, Equatable {
    static let newestFormat = 1

    /// Some files, listed in chunks of their own.
    struct Files: Codable, Sendable, Equatable {
        var count = 0
        /// Of the files themselves.
        var bytes: Int64 = 0
        /// The chunks that list them, in order; each ends with a whole line.
        var list: [ChunkID] = []
    }

    struct AgencyPart: Codable, Sendable, Equatable {
        let slug: String
        let id: String
        /// The end of the audit log at that time: proves a later log.
        let auditSeq: Int64
        let auditHash: String
        /// Rows by table.
        let rows: [String: Int64]
        /// The ledger of erasures at that time.
        var ledger: LedgerMirror.Mark?
        let files: Files
    }

    var format = Snapshot.newestFormat
    /// The tables and columns in which rows are counted (`DataMap.schema`).
    let schema: String
    var agencies: [AgencyPart] = []
    /// portico.yaml, content/ and templates/.
    var workspace = Files()

    var files: Int { agencies.reduce(workspace.count) { $0 + $1.files.count } }
    var bytes: Int64 { agencies.reduce(workspace.bytes) { $0 + $1.files.bytes } }
    /// Every list of it.
    var lists: [Files] { [workspace] + agencies.map(\.files) }

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// - Throws: `Refusal(.newer)` when a newer program wrote it; `.invalid` when it cannot be read.
    init(_ bytes: [UInt8]) throws {
        struct Head: Decodable { let format: Int }
        do {
            guard try JSONDecoder().decode(Head.self, from: Data(bytes)).format <= Snapshot.newestFormat else {
                throw Refusal(.newer, "refusal.backup.newer")
            }
            self = try JSONDecoder().decode(Snapshot.self, from: Data(bytes))
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(.invalid, "refusal.backup.manifest", cause: error)
        }
    }

    init(schema: String) {
        self.schema = schema
    }
}
