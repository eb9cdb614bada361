import Model
import Yams

/// Reads a file of words: a YAML map of texts, of maps, and of plural forms.
struct WordsReader {
    let language: String
    let path: String

    func read(_ yaml: String) throws -> [String: Words.Entry] {
        var entries: [String: Words.Entry] = [:]
        guard let root = try compose(yaml) else { return entries }
        try add(root, "", &entries)
        return entries
    }

    private func compose(_ yaml: String) throws -> Yams.Node? {
        do {
            // Every scalar is a text: what it would be otherwise, a pattern for each kind, is not asked.
            return try Yams.compose(yaml: yaml, .basic)
        } catch let error as YamlError {
            throw refusal("refusal.words.yaml", line: error.line, cause: error)
        }
    }

    private func add(_ node: Yams.Node, _ key: String, _ entries: inout [String: Words.Entry]) throws {
        switch node {
        case .scalar(let scalar) where !key.isEmpty:
            entries[key] = .phrase(Phrase(scalar.string, language: language))
        case .mapping(let mapping):
            if let plural = try plural(mapping, key) {
                entries[key] = plural
                return
            }
            for (name, value) in mapping {
                guard let name = name.scalar?.string, !name.isEmpty else { throw refusal("refusal.words.value", node, key) }
                let whole = key.isEmpty ? name : key + "." + name
                // `a.b:` and `a: {b:}` are the same key.
                guard entries[whole] == nil else { throw refusal("refusal.words.twice", value, whole) }
                try add(value, whole, &entries)
            }
        default: throw refusal("refusal.words.value", node, key)
        }
    }

    /// The forms of a word; nil when the map is not one of plural categories only.
    private func plural(_ mapping: Yams.Node.Mapping, _ key: String) throws -> Words.Entry? {
        var forms: [Plural: Phrase] = [:]
        for (name, value) in mapping {
            guard let category = name.scalar.flatMap({ Plural(rawValue: $0.string) }), let text = value.scalar?.string else {
                return nil
            }
            forms[category] = Phrase(text, language: language)
        }
        guard !key.isEmpty, !forms.isEmpty else { return nil }
        for category in Plural.needed(in: language) where forms[category] == nil {
            throw refusal("refusal.words.plural", .mapping(mapping), key, ["category": category.rawValue])
        }
        return forms[.other].map { .plural(forms, other: $0) }
    }

    private func refusal(_ word: String, _ node: Yams.Node, _ key: String, _ more: [String: String] = [:]) -> Refusal {
        refusal(word, line: node.mark?.line, more.merging(["name": key]) { $1 })
    }

    private func refusal(
        _ word: String, line: Int?, _ more: [String: String] = [:], cause: (any Error)? = nil
    ) -> Refusal {
        let arguments = more.merging(["file": path, "line": String(line ?? 1), "language": language]) { $1 }
        return Refusal(.configuration, word, arguments, cause: cause)
    }
}

extension YamlError {
    /// The line, counted from 1, where the error knows one.
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }
}
