import Crypto
import Foundation
import Model
import Yams

/// content/attestations.yaml of a workspace: who signed for what no program can prove.
///
/// ```yaml
/// C35: { document: contracts/hosting.pdf, sha256: 9f86…, until: 2027-06-30 }
/// ```
enum Attestations {
    /// - Throws: `Refusal(.configuration)` when the file is not as it must be.
    static func read(_ content: String) throws -> [Attestation] {
        let path = content + "/attestations.yaml"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        guard let root = try? Yams.compose(yaml: text, .basic) else {
            throw Refusal(.configuration, "refusal.site.unreadable", ["file": "content/attestations.yaml"])
        }
        return try root.mapping?.map { key, value in
            let claim = key.string ?? ""
            guard let document = value["document"]?.string, let sha256 = value["sha256"]?.string,
                let until = value["until"]?.string.flatMap({ Day($0) })
            else { throw Refusal(.configuration, "refusal.claims.entry", ["file": "content/attestations.yaml", "name": claim]) }
            return Attestation(claim: claim, document: document, sha256: sha256.lowercased(), until: until)
        } ?? []
    }
}

extension Attestation {
    /// Why it does not count; nil when it does.
    func problem(root: String, today: Day) -> String? {
        guard today <= until else { return "the attestation ended on \(until)" }
        guard !document.hasPrefix("/"), !document.contains(".."),
            let bytes = try? Data(contentsOf: URL(filePath: root + "/" + document))
        else { return "the attested document is not there" }
        return Hex.text(SHA256.hash(data: bytes)) == sha256 ? nil : "the attested document is not the one that was signed for"
    }
}
