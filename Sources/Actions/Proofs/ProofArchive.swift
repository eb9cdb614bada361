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

    /// The newest runs, the newest first. A file that cannot be read is not shown.
    func runs(limit: Int = ProofArchive.most) throws -> [KeptProof] {
        try names().prefix(limit).compactMap { name in
            guard let text = try Disk.text(folder + "/" + name),
                let run = try? JSONDecoder().decode(ProofRun.self, from: Data(text.utf8))
            else { return nil }
            return KeptProof(run: run, sha256: Hex.text(SHA256.hash(data: Array(text.utf8))))
        }
    }

    private func names() throws -> [String] {
        try Disk.names(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted(by: >)
    }

    /// So many digits that names in order are runs in order.
    private static func name(_ run: ProofRun) -> String {
        let digits = String(run.at)
        return String(repeating: "0", count: max(0, 14 - digits.count)) + digits + ".json"
    }
}
