import Crypto
import Documents
import Foundation
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

    /// When somebody who knew the ledgers last saw that the copies have all of them.
    struct Stamp: Codable, Sendable {
        static let path = "tombstones/checked.json"
        /// So long one that is there counts as new, seconds: it is no reason to write every half minute.
        static let pause: Int64 = 900
        /// A hundred bytes an agency.
        static let longest = 16 << 20

        /// Milliseconds since 1970.
        let at: Int64
        /// What stood in each copy then, by the agency's id; nil: an earlier program wrote it, and nobody knows.
        var ledgers: [String: Mark]?
    }

    static func path(_ agency: String) -> String { "tombstones/\(agency).jsonl" }

    /// What is known here of one agency's erasures.
    func mark(_ agency: ID<Agency>) throws -> Mark {
        Mark(try bytes(of: agency))
    }

    /// Copies each ledger that has grown since it was copied, or is another; a longer one that is there already stays.
    /// - Parameter pause: seconds for which the stamp may stay as it is.
    func refresh(at now: Instant, pause: Int64 = Stamp.pause) async throws {
        while true {
            let before = try await stamp()
            // Those of agencies that are not here stay as they are.
            var marks = before?.ledgers ?? [:]
            var (hasWritten, sizes) = (false, [String: Int]())
            for agency in try agencies() {
                let path = LedgerMirror.path(agency.text)
                let here = try bytes(of: agency)
                sizes[agency.text] = here.count
                let there = try await folder.bytes(path, limit: LedgerMirror.longest)
                if let there, there.count > here.count || there == here {
                    // One that was cut does not become whole by being seen.
                    if there == here || marks[agency.text]?.fits(there) != false { marks[agency.text] = Mark(there) }
                    continue
                }
                try await folder.put(here, as: path)
                (hasWritten, marks[agency.text]) = (true, Mark(here))
            }
            let isOld = now.milliseconds - (before?.at ?? 0) >= pause * 1000
            guard hasWritten || isOld || marks != before?.ledgers else { return }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try await folder.put(Array(try encoder.encode(Stamp(at: now.milliseconds, ledgers: marks))), as: Stamp.path)
            // Who was erased meanwhile was copied by somebody else, and ours may have taken the place of that.
            if try agencies().allSatisfy({ try bytes(of: $0).count == sizes[$0.text] }) { return }
        }
    }

    /// Whether every ledger is there as long as here.
    func isFresh() async throws -> Bool {
        for agency in try agencies() {
            let size = try await folder.size(of: LedgerMirror.path(agency.text)) ?? -1
            if try size < Int64(bytes(of: agency).count) { return false }
        }
        return true
    }

    /// When the copies were last seen to be whole; nil: nobody knows.
    func stamp() async throws -> Stamp? {
        try await folder.bytes(Stamp.path, limit: Stamp.longest).flatMap { try? JSONDecoder().decode(Stamp.self, from: Data($0)) }
    }

    private func agencies() throws -> [ID<Agency>] {
        try (Disk.fileNames(in: settings.tombstones) ?? []).filter { $0.hasSuffix(".jsonl") }
            .compactMap { ID<Agency>(checking: String($0.dropLast(6))) }
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

    /// The copy of an agency's ledger; nil: there is none.
    func read(_ agency: ID<Agency>) async throws -> [UInt8]? {
        try await folder.bytes(LedgerMirror.path(agency.text), limit: LedgerMirror.longest)
    }

    /// What a ledger of this machine has.
    static func bytes(at path: String) throws -> [UInt8] { try LocalReader(path)?.all(limit: longest) ?? [] }

    /// Whole lines alone: what a crash has left of one makes room for the next.
    private func bytes(of agency: ID<Agency>) throws -> [UInt8] {
        let all = try LedgerMirror.bytes(at: TombstoneLedger(settings, agency).path)
        return all.lastIndex(of: UInt8(ascii: "\n")).map { Array(all[...$0]) } ?? []
    }
}
