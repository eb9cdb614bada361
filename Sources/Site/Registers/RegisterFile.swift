import Model
import Yams

/// A YAML file below content/ that a register is read from. What is not as docs/registers.md says is refused when the program
/// starts, by the name of the file and of what is wrong.
struct RegisterFile {
    let path: String

    /// - Parameter what: what the file is about.
    /// - Throws: `Refusal(.configuration)`, as all that is here does.
    func root(_ yaml: String, _ what: String) throws -> Node {
        do {
            // Every scalar is a text.
            guard let root = try Yams.compose(yaml: yaml, .basic) else { throw refusal(what) }
            return root
        } catch let error as YamlError {
            throw refusal("\(error)")
        }
    }

    /// The fields of a map, none of them unknown.
    func fields(_ node: Node, _ known: String, _ what: String) throws -> [String: Node] {
        guard let map = node.mapping else { throw refusal(what) }
        let names = known.split(separator: " ").map(String.init)
        var found: [String: Node] = [:]
        for (key, value) in map {
            guard let name = key.string, names.contains(name) else { throw refusal("\(what): \(key.string ?? "")") }
            found[name] = value
        }
        return found
    }

    func text(_ node: Node?, _ what: String) throws -> String {
        guard let text = node?.scalar?.string, !text.isEmpty else { throw refusal(what) }
        return text
    }

    /// A text in several languages, English among them.
    func texts(_ node: Node?, _ what: String) throws -> [String: String] {
        guard let map = node?.mapping else { throw refusal(what) }
        var texts: [String: String] = [:]
        for (language, value) in map { texts[language.string ?? ""] = try text(value, what) }
        guard texts["en"] != nil else { throw refusal("\(what): en") }
        return texts
    }

    func day(_ node: Node?, _ what: String) throws -> Day {
        guard let day = node?.string.flatMap({ Day($0) }) else { throw refusal(what) }
        return day
    }

    /// The name of a file below the workspace's folder.
    func file(_ node: Node?, _ what: String) throws -> String {
        let file = try text(node, what)
        guard !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else { throw refusal(what) }
        return file
    }

    /// 64 hexadecimal digits.
    func sha256(_ node: Node?, _ what: String) throws -> String {
        guard let digits = node?.string, Hex.bytes(digits)?.count == 32 else { throw refusal(what) }
        return digits
    }

    func refusal(_ what: String) -> Refusal {
        Refusal(.configuration, "refusal.processors", ["file": path, "what": what])
    }
}
