import Model
import Yams

/// Reads content/processors.yaml. What is not as docs/registers.md says is refused when the program starts.
struct ProcessorsReader {
    let path: String

    /// - Throws: `Refusal(.configuration)` naming the file and what is wrong.
    func read(_ yaml: String) throws -> [Processor] {
        let root: Node?
        do {
            // Every scalar is a text.
            root = try Yams.compose(yaml: yaml, .basic)
        } catch {
            throw refusal("\(error)")
        }
        guard let root, let list = try fields(root, "processors", "processors")["processors"]?.sequence else {
            throw refusal("processors")
        }
        return try list.map { try processor(try fields($0, "name purpose data place hosts contract", "processors")) }
    }

    private func processor(_ fields: [String: Node]) throws -> Processor {
        let name = try text(fields["name"], "name")
        guard let purposes = fields["purpose"]?.mapping else { throw refusal("\(name): purpose") }
        var purpose: [String: String] = [:]
        for (language, value) in purposes {
            purpose[language.string ?? ""] = try text(value, "\(name): purpose")
        }
        guard purpose["en"] != nil else { throw refusal("\(name): purpose: en") }
        let data = try (fields["data"]?.sequence ?? []).map { node in
            guard let category = node.string.flatMap(Processor.Category.init(rawValue:)) else { throw refusal("\(name): data") }
            return category
        }
        guard !data.isEmpty else { throw refusal("\(name): data") }
        let hosts = try (fields["hosts"]?.sequence ?? []).map { node in
            guard let host = node.string.flatMap({ Processor.Host($0) }) else { throw refusal("\(name): hosts") }
            return host
        }
        return Processor(
            name: name, purpose: purpose, data: data, place: try text(fields["place"], "\(name): place"), hosts: hosts,
            contract: try fields["contract"].map { try contract($0, name) })
    }

    private func contract(_ node: Node, _ name: String) throws -> Processor.Contract {
        let fields = try fields(node, "file sha256 valid_until", "\(name): contract")
        let file = try text(fields["file"], "\(name): contract: file")
        guard !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
            throw refusal("\(name): contract: file")
        }
        guard let sha256 = fields["sha256"]?.string, Hex.bytes(sha256)?.count == 32 else {
            throw refusal("\(name): contract: sha256")
        }
        guard let until = fields["valid_until"]?.string.flatMap({ Day($0) }) else {
            throw refusal("\(name): contract: valid_until")
        }
        return Processor.Contract(file: file, sha256: sha256, validUntil: until)
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
