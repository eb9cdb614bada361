/// The full-text index of an engine: one file an engine, because each has its own. It holds no text of its own but that of the
/// table `search_row`, and answers with positions in it.
public protocol FullText {
    /// Adds the row at a position to the index.
    func add(_ row: SearchRow, at position: Int64) throws
    /// Takes a row out; `row` is exactly what was added.
    func remove(_ row: SearchRow, at position: Int64) throws
    /// How many rows answer.
    func count(_ query: SearchQuery) throws -> Int
    /// The rows that answer, the best first.
    func find(_ query: SearchQuery, limit: Int) throws -> [SearchHit]
    /// The subjects of rows in which words stand one after the other, whatever stands between them but words.
    func rows(saying words: String) throws -> [String]
    /// Those of them that are documents in whose text, not only in whose name, they stand.
    func documents(saying words: String) throws -> [String]
    /// Works off what is left of rows that were taken out, a piece at a time.
    /// - Returns: whether there may be more.
    func forget() throws -> Bool
}

/// A row of the index: the words that are searched, and what they are about.
public struct SearchRow: Sendable, Hashable {
    /// What it is about, one word each: what is asked for is shown in groups.
    public enum Kind: String, Sendable, CaseIterable {
        case client, contact, `case`, event, message, invoice, document
    }

    /// The id of the record.
    public var subject: String
    /// What it is about.
    public var kind: Kind
    /// The id of the client whose it is.
    public var client: String
    /// A name or title: counts for more.
    public var title: String
    /// The words that are searched.
    public var body: String

    /// - Parameters: as the properties.
    public init(subject: String, kind: Kind, client: String, title: String, body: String) {
        (self.subject, self.kind, self.client, self.title, self.body) = (subject, kind, client, title, body)
    }

    /// The two words by which a query is narrowed.
    public var scope: String { SearchRow.word(kind) + " " + SearchRow.word(client: client) }

    /// The word that every row of a kind has.
    static func word(_ kind: Kind) -> String { "kind" + kind.rawValue }

    /// The word that every row of a client has.
    static func word(client: String) -> String { "of" + client.filter { $0 != "-" } }
}

/// What is looked for. Whatever a person types is words; nothing of it is an operator.
public struct SearchQuery: Sendable, Hashable {
    /// More are not looked at.
    public static let mostWords = 8

    /// What a row must have, each at the beginning of a word; one character alone must be a whole word.
    public let words: [String]
    /// The kind of row that is looked for.
    public var kind: SearchRow.Kind
    /// Only these clients' rows; nil: every client's.
    public var clients: [String]?

    /// - Parameter text: as typed.
    public init(_ text: String, kind: SearchRow.Kind, clients: [String]? = nil) {
        self.kind = kind
        self.clients = clients
        words = Array(
            text.split(whereSeparator: \.isWhitespace).map { String($0.prefix(64)) }
                .filter { $0.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil } }
                .prefix(SearchQuery.mostWords))
    }

    /// Whether nothing is looked for.
    public var isEmpty: Bool { words.isEmpty }

    /// The words that narrow it.
    public var scopes: (kind: String, clients: [String]?) {
        (SearchRow.word(kind), clients.map { $0.map(SearchRow.word(client:)) })
    }
}

/// A row that answers.
public struct SearchHit: Sendable, Hashable {
    /// Around the words that were found; no text that people read has them.
    public static let (open, close) = ("\u{2}", "\u{3}")

    /// What it is about.
    public let subject: String
    /// What was found.
    public let kind: SearchRow.Kind
    /// The id of the client whose it is.
    public let client: String
    /// With the found words between `open` and `close`.
    public let title: String
    /// A piece of the body around them, likewise.
    public let snippet: String

    /// - Parameters: as the properties.
    public init(subject: String, kind: SearchRow.Kind, client: String, title: String, snippet: String) {
        (self.subject, self.kind, self.client, self.title, self.snippet) = (subject, kind, client, title, snippet)
    }
}
