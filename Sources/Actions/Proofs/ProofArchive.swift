import Crypto
import Foundation
import Model

/// The runs that are kept: `data/.proof/`, a file a run, named for its instant. Beside the agencies, because a run is about the
/// program; without anything personal, because the pages show it to everybody.
public struct ProofArchive: Sendable {
    /// How many runs are kept.
    public static let most = 30

    private let folder: String

    init(_ settings: WorkspaceSettings) {
        folder = settings.data + "/.proof"
    }

    /// Keeps a run and lets the oldest go.
    /// - Throws: `Refusal(.full)` or `.failed` when it cannot be written.
    func keep(_ run: ProofRun) throws -> KeptProof {
        try Disk.makeFolders(folder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let bytes = Array(try encoder.encode(run))
        let writer = try LocalWriter(folder + "/" + ProofArchive.name(run))
        try writer.put(bytes)
        try writer.keep()
        for name in try names().dropFirst(ProofArchive.most) { try Disk.remove(folder + "/" + name) }
        return KeptProof(run: run, sha256: Hex.text(SHA256.hash(data: bytes)))
    }

    /// One file of the archive, as it lies there.
    struct File {
        let name: String
        let sha256: String
        /// Nil when it cannot be read.
        let run: ProofRun?

        /// The run as evidence, for whoever knows that an audit log names the file; nil when it cannot be read.
        var kept: KeptProof? { run.map { KeptProof(run: $0, sha256: sha256) } }
    }

    /// The newest files, the newest first. Whoever can write to data/ can have written them.
    func files() throws -> [File] {
        try names().prefix(ProofArchive.most).compactMap { name in
            guard let text = try Disk.text(folder + "/" + name) else { return nil }
            return File(
                name: name, sha256: Hex.text(SHA256.hash(data: Array(text.utf8))),
                run: try? JSONDecoder().decode(ProofRun.self, from: Data(text.utf8)))
        }
    }

    private func names() throws -> [String] {
        try Disk.names(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted(by: >)
    }

    /// When a run was, by the name of its file; the beginning of time for any other name.
    static func instant(of name: String) -> Instant {
        Instant(milliseconds: Int64(name.dropLast(".json".count)) ?? 0)
    }

    /// So many digits that names in order are runs in order.
    private static func name(_ run: ProofRun) -> String {
        let digits = String(run.at)
        return String(repeating: "0", count: max(0, 14 - digits.count)) + digits + ".json"
    }
}
