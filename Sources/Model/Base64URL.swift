import Foundation

/// Base64 for URLs without padding (RFC 4648, section 5).
public enum Base64URL {
    private static let (plus, slash, equals) = (UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="))
    private static let (hyphen, underscore) = (UInt8(ascii: "-"), UInt8(ascii: "_"))

    /// The bytes as text: letters, digits, `-` and `_`.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in Data(bytes).base64EncodedString().utf8 {
            switch byte {
            case plus: text.append(hyphen)
            case slash: text.append(underscore)
            case equals: break
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil when the text is not base64url.
    public static func bytes(_ text: String) -> [UInt8]? {
        // An array, because appending to Data byte by byte is dear.
        var standard: [UInt8] = []
        standard.reserveCapacity(text.utf8.count + 3)
        for byte in text.utf8 {
            switch byte {
            case plus, slash, equals: return nil
            case hyphen: standard.append(plus)
            case underscore: standard.append(slash)
            default: standard.append(byte)
            }
        }
        while !standard.count.isMultiple(of: 4) { standard.append(equals) }
        return Data(base64Encoded: Data(standard)).map { [UInt8]($0) }
    }
}
