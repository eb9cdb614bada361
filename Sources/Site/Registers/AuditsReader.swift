import Model
import Yams

/// Reads content/audits.yaml. What is not as docs/registers.md says is refused when the program starts.
struct AuditsReader {
    let path: String

    /// - Throws: `Refusal(.configuration)` naming the file and what is wrong.
    func read(_ yaml: String) throws -> OutsideAudits {
        let root: Node?
        do {
            // Every scalar is a text.
            root = try Yams.compose(yaml: yaml, .basic)
        } catch {
            throw refusal("\(error)")
        }
        guard let root else { throw refusal("audits") }
        let top = try fields(root, "claim audits", "audits")
        guard let list = top["audits"]?.sequence else { throw refusal("audits") }
        return OutsideAudits(
            claim: try text(top["claim"], "claim"),
            all: try list.map { try audit(try fields($0, "date who report sha256 findings", "audits")) })
    }

    private func audit(_ fields: [String: Node]) throws -> OutsideAudit {
        let who = try text(fields["who"], "who")
        guard let date = fields["date"]?.string.flatMap({ Day($0) }) else { throw refusal("\(who): date") }
        let report = try text(fields["report"], "\(who): report")
        guard !report.hasPrefix("/"), !report.split(separator: "/").contains("..") else { throw refusal("\(who): report") }
        guard let sha256 = fields["sha256"]?.string, Hex.bytes(sha256)?.count == 32 else { throw refusal("\(who): sha256") }
        let findings = try (fields["findings"]?.sequence ?? []).map { node in
            try finding(try self.fields(node, "what mended", "\(who): findings"), who)
        }
        return OutsideAudit(date: date, who: who, report: report, sha256: sha256, findings: findings)
    }

    private func finding(_ fields: [String: Node], _ who: String) throws -> OutsideAudit.Finding {
        guard let texts = fields["what"]?.mapping else { throw refusal("\(who): findings: what") }
        var what: [String: String] = [:]
        for (language, value) in texts { what[language.string ?? ""] = try text(value, "\(who): findings: what") }
        guard what["en"] != nil else { throw refusal("\(who): findings: what: en") }
        let mended = try fields["mended"].map { node in
            guard let day = node.string.flatMap({ Day($0) }) else { throw refusal("\(who): findings: mended") }
            return day
        }
        return OutsideAudit.Finding(what: what, mended: mended)
    }

    /// The fields of a map, none of them unknown.
    private func fields(_ node: Node, _ known: String, _ what: String) throws -> [String: Node] {
        guard let map = node.mapping else { throw refusal(what) }
        let names = known.split(separator: " ").map(String.init)
        var found: [String: Node] = [:]
        for (key, value) in map {
            guard let name = key.string, names.contains(name) else { throw refusal("\(what): \(key.string ?? "")") }
            found[name] = value
        }
        return found
    }

    private func text(_ node: Node?, _ what: String) throws -> String {
        guard let text = node?.scalar?.string, !text.isEmpty else { throw refusal(what) }
        return text
    }

    private func refusal(_ what: String) -> Refusal {
        Refusal(.configuration, "refusal.processors", ["file": path, "what": what])
    }
}
