import Crypto
import Documents
import Model

/// The ledgers of erasures beside a repository (`tombstones/AGENCY-ID.jsonl`), in clear, because ids alone stand in them: whoever
/// has lost data/ still knows who must not come back. Each backup copies them; this keeps them fresh between two.
struct LedgerMirror: Sendable {
    /// What stood in a ledger when a snapshot was made: a mirror that does not begin so was damaged or cut.
    struct Mark: Codable, Sendable, Equatable {
        /// Bytes.
        let size: Int
        /// Of those bytes, hexadecimal.
        let sha256: String

        init(_ bytes: [UInt8]) {
            (size, sha256) = (bytes.count, Hex.text(SHA256.hash(data: bytes)))
        }

        func fits(_ bytes: [UInt8]) -> Bool {
            bytes.count >= size && Mark(Array(bytes.prefix(size))) == self
        }
    }

    /// A hundred thousand erasures are 20 MB.
    private static let longest = 256 << 20

    let settings: WorkspaceSettings
    let folder: any RepositoryFolder

    static func path(_ agency: String) -> String { "tombstones/\(agency).jsonl" }

    /// What is known here of one agency's erasures.
    func mark(_ agency: ID<Agency>) throws -> Mark {
        Mark(try bytes(of: agency))
    }

    /// Copies each ledger that has grown since it was copied; a longer one that is there already stays.
    func refresh() async throws {
        for name in try Disk.fileNames(in: settings.tombstones) ?? [] where name.hasSuffix(".jsonl") {
            guard let agency = ID<Agency>(checking: String(name.dropLast(6))) else { continue }
            let path = LedgerMirror.path(agency.text)
            let here = try bytes(of: agency)
            guard try await (folder.size(of: path) ?? -1) < Int64(here.count) else { continue }
            try await folder.put(here, as: path)
        }
    }

    /// What is wrong with the mirror of an agency's ledger; nil: nothing.
    func problem(_ part: Snapshot.AgencyPart) async throws -> Problem? {
        guard let mark = part.ledger else { return nil }
        let path = LedgerMirror.path(part.id)
        guard let there = try await folder.bytes(path, limit: LedgerMirror.longest) else {
            return Problem(.backup, path, "problem.backup.missing", ["path": path])
        }
        return mark.fits(there) ? nil : Problem(.backup, path, "problem.backup.different", ["path": path])
    }

    private func bytes(of agency: ID<Agency>) throws -> [UInt8] {
        try LocalReader(TombstoneLedger(settings, agency).path)?.all(limit: LedgerMirror.longest) ?? []
    }
}
