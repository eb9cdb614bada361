import Crypto
import Foundation
import Model
import Records

/// What `export verify` found.
public struct ExportVerdict: Sendable {
    /// What was read.
    public let report: ExportReport
    /// What is missing, altered or not said; empty: the export is whole.
    public let problems: [Problem]
}

extension Workspace {
    /// Reads an export again, every byte, and compares it with its manifest, its rows with their documents, and its audit log
    /// with itself. Needs no workspace.
    /// - Throws: `Refusal(.invalid)` when it is no export, or one that was never finished.
    public static func verifyExport(_ path: String) async throws -> ExportVerdict {
        try await Blocking.run {
            let archive = try ZipReader(path)
            return try ExportCheck(archive, try ExportManifest.read(from: archive)).run()
        }
    }
}

/// One look at an export.
struct ExportCheck {
    private let archive: ZipReader
    private let manifest: ExportManifest
    private var report = ExportReport()
    private var problems: [Problem] = []

    init(_ archive: ZipReader, _ manifest: ExportManifest) {
        (self.archive, self.manifest) = (archive, manifest)
    }

    func run() throws -> ExportVerdict {
        var check = self
        let named = Set(manifest.files.map(\.path))
        for path in archive.entries.keys.sorted() where path != ExportManifest.name && !named.contains(path) {
            check.problem(path, "problem.export.extra")
        }
        if named.count < manifest.files.count { check.problem(ExportManifest.name, "problem.export.different") }
        for file in manifest.files { try check.look(at: file) }
        if check.problems.isEmpty { try check.compareDocuments() }
        if check.problems.isEmpty, manifest.scope == "agency" { try check.verifyAudit() }
        return ExportVerdict(report: check.report, problems: check.problems)
    }

    private mutating func problem(_ path: String, _ word: String) {
        problems.append(Problem(.export, path, word, ["path": path]))
    }

    private mutating func look(at file: ExportManifest.File) throws {
        guard let entry = archive.entries[file.path] else { return problem(file.path, "problem.export.missing") }
        var (hash, rows): (SHA256, Int64) = (SHA256(), 0)
        do {
            let stream = try archive.open(entry)
            while case let bytes = try stream.next(), !bytes.isEmpty {
                hash.update(data: bytes)
                rows += bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
            }
        } catch let refusal as Refusal where refusal.kind == .invalid {
            return problem(file.path, "problem.export.different")
        }
        let isTable = file.path.hasSuffix(".jsonl")
        guard entry.size == file.size, Hex.text(Array(hash.finalize())) == file.sha256, !isTable || rows == file.rows else {
            return problem(file.path, "problem.export.different")
        }
        report.bytes += file.size
        if file.document != nil { report.documents += 1 }
        if file.path.hasPrefix("invoices/"), file.path.hasSuffix(".html") { report.invoices += 1 }
        if file.path.hasPrefix("data/"), isTable {
            report.tables += 1
            report.rows += rows
        }
    }

    /// Every document that was not removed has its bytes, and they are those of its row. (In somebody's own export, photos are
    /// copies.)
    private mutating func compareDocuments() throws {
        struct Row: Decodable {
            let id: String
            let sha256: String
            let size: Int64
            let removed_at: Int64?
        }
        let files = Dictionary(manifest.files.compactMap { file in file.document.map { ($0, file) } }) { first, _ in first }
        let (without, isOfPerson) = (Set(manifest.without), manifest.scope == "person")
        var wrong: [String] = []
        try ExportRows.each("data/document.jsonl", in: archive) { line in
            guard let row = try? JSONDecoder().decode(Row.self, from: Data(line)) else {
                return wrong.append("data/document.jsonl")
            }
            guard row.removed_at == nil, !without.contains(row.id) else { return }
            guard let file = files[row.id], isOfPerson || (file.sha256 == row.sha256 && file.size == row.size) else {
                return wrong.append(row.id)
            }
        }
        for id in wrong { problems.append(Problem(.export, id, "problem.export.document", ["id": id])) }
    }

    private mutating func verifyAudit() throws {
        let kept = manifest.audit.flatMap { head in Hex.bytes(head.hash).map { AuditHead(seq: head.seq, hash: $0) } }
        var verifier = AuditVerifier(agency: ID(manifest.agency), kept: kept)
        var found: AuditProblem?
        try ExportRows.each(ExportRows.audit, in: archive) { line in
            if found == nil { found = verifier.take(try AuditEntry(json: line, path: ExportRows.audit)) }
        }
        guard let wrong = found ?? verifier.end() else { return }
        problems.append(Problem(.export, "\(wrong.seq)", "problem.audit.\(wrong.what.rawValue)", ["seq": "\(wrong.seq)"]))
    }
}

/// The lines of a file of an archive.
enum ExportRows {
    static let audit = "audit/entries.jsonl"

    static func each(_ path: String, in archive: ZipReader, _ body: ([UInt8]) throws -> Void) throws {
        guard let entry = archive.entries[path] else { return }
        let stream = try archive.open(entry)
        var lines = LineSplitter()
        while case let bytes = try stream.next(), !bytes.isEmpty { try lines.take(bytes, body) }
        guard lines.isAtEnd else { throw Refusal(.invalid, "refusal.export.row", ["path": path]) }
    }
}
