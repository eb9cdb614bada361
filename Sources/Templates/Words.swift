import Model

/// One language's words: key to text, or to one text for each plural category.
public struct Words: Sendable {
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

/// Text with places for arguments.
struct Phrase: Sendable {
    private enum Piece {
        case text(String)
        case argument(String)
    }

    private let pieces: [Piece]
    let arguments: Set<String>

    /// `{name}` is an argument when the name is of ASCII letters, digits and `_`; other braces are text.
    init(_ text: String) {
        var pieces: [Piece] = []
        var rest = text.utf8[...]
        var plain = ""
        while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
            let (next, name) = (rest.index(after: brace), rest[rest.index(after: brace)...].prefix(while: Phrase.isOfName))
            plain += text[rest.startIndex..<brace]
            if !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: "}") {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.argument(String(Substring(name))))
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                plain += "{"
                rest = rest[next...]
            }
        }
        plain += text[rest.startIndex...]
        if !plain.isEmpty { pieces.append(.text(plain)) }
        self.pieces = pieces
        arguments = Set(pieces.compactMap { if case .argument(let name) = $0 { name } else { nil } })
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// An argument that is not given stays in its braces, where it is noticed.
    func text(_ arguments: [String: String]) -> String {
        pieces.reduce(into: "") { whole, piece in
            switch piece {
            case .text(let text): whole += text
            case .argument(let name): whole += arguments[name] ?? "{\(name)}"
            }
        }
    }
}
