/// A name that may stand in a path: `[a-z0-9]+(-[a-z0-9]+)*`, at most 63 bytes. Agencies, clients and cases have one.
public struct Slug: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// As it stands in a path.
    public let text: String

    /// Nil when the text does not follow the grammar.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 63 else { return nil }
        var hyphenMayFollow = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                hyphenMayFollow = true
            case UInt8(ascii: "-") where hyphenMayFollow:
                hyphenMayFollow = false
            default: return nil
            }
        }
        guard hyphenMayFollow else { return nil }
        self.text = text
    }

    /// The same.
    public var description: String { text }

    /// By the order of the letters.
    public static func < (left: Slug, right: Slug) -> Bool { left.text < right.text }

    /// Names that no agency may have, because the program answers there itself.
    public static let reservedForAgencies: Set<String> = [
        "livez", "readyz", "metrics", "setup", "assets", "privacy", "cookies", "well-known", "robots", "favicon",
    ]

    /// The two agencies that exist while the promises are proved, and in no list.
    public static let synthetic: [Slug] = [Slug(known: "proof-a"), Slug(known: "proof-b")]

    /// Whether it is one of those.
    public var isSynthetic: Bool { Slug.synthetic.contains(self) }

    /// Whether an agency may have this name: nothing else answers there, and no proof takes it away.
    public var isFreeForAgencies: Bool { !Slug.reservedForAgencies.contains(text) && !isSynthetic }

    /// Where the first run is.
    public static let setup = Slug(known: "setup")

    private init(known text: String) { self.text = text }
}
