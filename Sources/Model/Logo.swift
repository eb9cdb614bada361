/// An agency's picture beside its name, by the name under which it is served: `3f9c01ab7d20-320x80.png`. The name changes
/// with the bytes, so that browsers may keep it, and says how large the picture is, so that nothing shifts.
public struct Logo: Sendable, Hashable {
    /// What a picture may be.
    public enum Kind: String, Sendable, CaseIterable {
        case png, jpg

        /// The media type.
        public var type: String { self == .png ? "image/png" : "image/jpeg" }
    }

    /// The longest side, pixels.
    public static let mostPixels = 2000
    /// The most bytes.
    public static let mostBytes = 256 * 1024

    /// The name under which it is served.
    public let name: String
    /// What sort of picture.
    public let kind: Kind
    /// Pixels.
    public let width, height: Int

    /// Reads a name; nil when it is none. By hand, because every page asks.
    public init?(_ name: String) {
        guard !name.isEmpty else { return nil }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 12, parts[0].utf8.allSatisfy(Logo.isHex) else { return nil }
        let ends = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard ends.count == 2, let kind = Kind(rawValue: String(ends[1])) else { return nil }
        let sides = ends[0].split(separator: "x", omittingEmptySubsequences: false).compactMap(Logo.side)
        guard sides.count == 2, ends[0].utf8.count == "\(sides[0])x\(sides[1])".utf8.count else { return nil }
        (self.name, self.kind, width, height) = (name, kind, sides[0], sides[1])
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Digits without a sign or a leading zero.
    private static func side(_ text: Substring) -> Int? {
        guard let first = text.utf8.first, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first), let side = Int(text),
            side <= mostPixels
        else { return nil }
        return side
    }

    /// - Parameter hash: of the bytes; its first six count.
    public init?(hash: [UInt8], kind: Kind, width: Int, height: Int) {
        self.init("\(Hex.text(Array(hash.prefix(6))))-\(width)x\(height).\(kind.rawValue)")
    }
}
