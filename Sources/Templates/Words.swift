import Model

/// One language's words: key to text, or to one text for each plural category.
public struct Words: Sendable {
    /// Its tag (BCP 47), such as `en`.
    public let language: String
    /// Every key; nested maps are joined with dots.
    public let keys: Set<String>
    private let entries: [String: Entry]

    enum Entry: Sendable {
        case phrase(Phrase)
        case plural([Plural: Phrase], other: Phrase)
    }

    /// Reads a file of words.
    ///
    /// A map whose keys are all plural categories (CLDR: zero, one, two, few, many, other) is one word with several forms;
    /// it must have every form that whole numbers need in the language.
    /// - Throws: `.configuration` with file and line.
    public init(language: String, yaml: String, path: String) throws {
        self.language = language
        entries = try WordsReader(language: language, path: path).read(yaml)
        keys = Set(entries.keys)
    }

    /// The text of a word, with `{name}` replaced by the argument of that name. An unknown key is returned as it is.
    public func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
        switch entries[key] {
        case .phrase(let phrase): phrase.text(arguments)
        case .plural(_, let other): other.text(arguments)
        case nil: key
        }
    }

    /// The form of a word that fits the number (CLDR plural rules); `{count}` is replaced by it.
    public func text(_ key: String, count: Int, _ arguments: [String: String] = [:]) -> String {
        let arguments = arguments.merging(["count": String(count)]) { $1 }
        guard case .plural(let forms, let other) = entries[key] else { return text(key, arguments) }
        return (forms[Plural(count, in: language)] ?? other).text(arguments)
    }

    /// The names in braces that a word's text asks for.
    public func arguments(of key: String) -> Set<String> {
        switch entries[key] {
        case .phrase(let phrase): phrase.arguments
        case .plural(let forms, let other): forms.values.reduce(into: other.arguments) { $0.formUnion($1.arguments) }
        case nil: []
        }
    }

    /// The text of a word that asks for nothing; nil otherwise.
    func literal(_ key: String) -> String? {
        guard case .phrase(let phrase) = entries[key], phrase.arguments.isEmpty else { return nil }
        return phrase.text([:])
    }
}
