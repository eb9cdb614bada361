/// The identity of one `Owner` record: UUIDv7 text. Never a secret (ASVS 11.5.1).
public struct ID<Owner>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Lower-case UUID text with hyphens, 36 characters.
    public let text: String

    /// - Parameter text: as it stands in a row; `init(checking:)` where somebody wrote it.
    public init(_ text: String) {
        self.text = text
    }

    /// The text.
    public var description: String { text }

    /// By the text: what is made later comes later.
    public static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }
}

extension ID {
    /// The 16 bytes of the UUID, or nil when the text is not one.
    public var bytes: [UInt8]? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        guard digits.count == 32, text.utf8.count == 36 else { return nil }
        return Hex.bytes(String(decoding: digits, as: UTF8.self))
    }

    /// The identity if the text has the form of one (36 characters, lower-case hexadecimal and hyphens).
    public init?(checking text: String) {
        let hyphens: Set<Int> = [8, 13, 18, 23]
        guard text.utf8.count == 36 else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where hyphens.contains(index): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                if hyphens.contains(index) { return nil }
            default: return nil
            }
        }
        self.text = text
    }
}
