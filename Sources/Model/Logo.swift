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

    public let name: String
    public let kind: Kind
    /// Pixels.
    public let width, height: Int

    /// Reads a name; nil when it is none.
    public init?(_ name: String) {
        guard let match = name.wholeMatch(of: /[0-9a-f]{12}-([1-9][0-9]{0,3})x([1-9][0-9]{0,3})\.(png|jpg)/),
            let width = Int(match.1), let height = Int(match.2), let kind = Kind(rawValue: String(match.3)),
            max(width, height) <= Logo.mostPixels
        else { return nil }
        (self.name, self.kind, self.width, self.height) = (name, kind, width, height)
    }

    /// - Parameter hash: of the bytes; its first six count.
    public init?(hash: [UInt8], kind: Kind, width: Int, height: Int) {
        self.init("\(Hex.text(Array(hash.prefix(6))))-\(width)x\(height).\(kind.rawValue)")
    }
}
