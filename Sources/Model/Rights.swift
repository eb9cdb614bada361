/// What a contact may see of a client: any set of cases, invoices, documents.
public struct Rights: OptionSet, Hashable, Sendable {
    /// A bit for each of them.
    public let rawValue: Int

    /// - Parameters: as the properties.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The case, its history and what is said of it.
    public static let cases = Rights(rawValue: 1)
    /// What was charged, and what was paid.
    public static let invoices = Rights(rawValue: 2)
    /// The files.
    public static let documents = Rights(rawValue: 4)
    /// All three.
    public static let all: Rights = [.cases, .invoices, .documents]

    private static let names: [(Rights, word: String, letter: Character)] = [
        (.cases, "cases", "c"), (.invoices, "invoices", "i"), (.documents, "documents", "d"),
    ]

    /// The words, in a fixed order, joined by one space: `cases invoices documents`. Nothing when empty.
    public var words: String {
        Rights.names.filter { contains($0.0) }.map(\.word).joined(separator: " ")
    }

    /// Reads words separated by spaces or commas; nil when one is unknown.
    public init?(words: String) {
        var rights: Rights = []
        for word in words.split(whereSeparator: { $0 == " " || $0 == "," }) {
            guard let known = Rights.names.first(where: { $0.word == word }) else { return nil }
            rights.insert(known.0)
        }
        self = rights
    }

    /// The letters that stand in a view's name: `cid` for all of them, `-` for none.
    public var letters: String {
        self == [] ? "-" : String(Rights.names.filter { contains($0.0) }.map(\.letter))
    }

    /// Reads the letters of a view's name; nil when they are not in their one order.
    public init?(letters: String) {
        let rights = Rights(Rights.names.filter { letters.contains($0.letter) }.map(\.0))
        guard rights.letters == letters else { return nil }
        self = rights
    }
}
