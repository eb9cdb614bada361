import Foundation

/// Base64 for URLs without padding (RFC 4648, section 5).
public enum Base64URL {
    private static let (plus, slash, equals) = (UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="))
    private static let (hyphen, underscore) = (UInt8(ascii: "-"), UInt8(ascii: "_"))

    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        let standard = Data(bytes).base64EncodedData().lazy.filter { $0 != equals }
        return String(decoding: standard.map { $0 == plus ? hyphen : $0 == slash ? underscore : $0 }, as: UTF8.self)
    }

    /// Nil when the text is not base64url.
    public static func bytes(_ text: String) -> [UInt8]? {
        var standard = Data(capacity: text.utf8.count + 3)
        for byte in text.utf8 {
            switch byte {
            case plus, slash, equals: return nil
            case hyphen: standard.append(plus)
            case underscore: standard.append(slash)
            default: standard.append(byte)
            }
        }
        while !standard.count.isMultiple(of: 4) { standard.append(equals) }
        return Data(base64Encoded: standard).map(Array.init)
    }
}
