import Model
import Yams

/// Reads content/audits.yaml.
struct AuditsReader {
    private let file: RegisterFile

    init(path: String) { file = RegisterFile(path: path) }

    /// - Throws: `Refusal(.configuration)` naming the file and what is wrong.
    func read(_ yaml: String) throws -> OutsideAudits {
        let top = try file.fields(file.root(yaml, "audits"), "claim audits", "audits")
        guard let list = top["audits"]?.sequence else { throw file.refusal("audits") }
        return OutsideAudits(
            claim: try file.text(top["claim"], "claim"),
            all: try list.map { try audit(file.fields($0, "date who report sha256 findings", "audits")) })
    }

    private func audit(_ fields: [String: Node]) throws -> OutsideAudit {
        let who = try file.text(fields["who"], "who")
        return OutsideAudit(
            date: try file.day(fields["date"], "\(who): date"), who: who,
            report: try file.file(fields["report"], "\(who): report"),
            sha256: try file.sha256(fields["sha256"], "\(who): sha256"),
            findings: try (fields["findings"]?.sequence ?? []).map { node in
                try finding(file.fields(node, "what mended", "\(who): findings"), who)
            })
    }

    private func finding(_ fields: [String: Node], _ who: String) throws -> OutsideAudit.Finding {
        OutsideAudit.Finding(
            what: try file.texts(fields["what"], "\(who): findings: what"),
            mended: try fields["mended"].map { try file.day($0, "\(who): findings: mended") })
    }
}
