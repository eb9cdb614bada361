/// The path of a request, decoded once and strictly. What is odd is no path at all, and answered like what does not exist:
/// every path of ours consists of letters, digits and `. _ ~ -` (RFC 3986, unreserved), so nothing else needs a meaning
/// that a router and a file system could see differently (ASVS 1.1.1).
struct RequestPath: Hashable, Sendable {
    /// The most bytes that a path may have, as sent.
    static let limit = 2048

    /// Without the slashes. Never `.`, `..` or empty.
    let segments: [String]
    /// Whether a slash stands at the end; the root has one.
    let endsInSlash: Bool

    /// Nil when the path is not clean: no slash in front, too long, an empty or dotted segment, an escape of anything
    /// but an unreserved character, or another character than those.
    init?(_ raw: Substring) {
        let bytes = raw.utf8
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= RequestPath.limit else { return nil }
        var segments: [String] = []
        var segment: [UInt8] = []
        var index = bytes.index(after: bytes.startIndex)
        while index < bytes.endIndex {
            var byte = bytes[index]
            index = bytes.index(after: index)
            if byte == UInt8(ascii: "/") {
                guard RequestPath.isClean(segment) else { return nil }
                segments.append(String(decoding: segment, as: UTF8.self))
                segment.removeAll(keepingCapacity: true)
                continue
            }
            if byte == UInt8(ascii: "%") {
                guard let high = Percent.digit(at: &index, of: bytes), let low = Percent.digit(at: &index, of: bytes) else {
                    return nil
                }
                byte = high << 4 | low
            }
            guard Percent.isUnreserved(byte) else { return nil }
            segment.append(byte)
        }
        endsInSlash = segment.isEmpty
        if !endsInSlash {
            guard RequestPath.isClean(segment) else { return nil }
            segments.append(String(decoding: segment, as: UTF8.self))
        }
        self.segments = segments
    }

    private static func isClean(_ segment: [UInt8]) -> Bool {
        !segment.isEmpty && !segment.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    /// The path again, with its slashes; safe to stand in a URL as it is.
    var text: String {
        segments.isEmpty ? "/" : "/" + segments.joined(separator: "/") + (endsInSlash ? "/" : "")
    }
}

/// Percent escapes of URLs (RFC 3986, 2.1 to 2.3).
enum Percent {
    /// Letters, digits, `-`, `.`, `_`, `~`.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// The value of the hexadecimal digit at an index, which moves past it; nil when there is none.
    static func digit<Bytes: Collection<UInt8>>(at index: inout Bytes.Index, of bytes: Bytes) -> UInt8? {
        guard index < bytes.endIndex else { return nil }
        let byte = bytes[index]
        index = bytes.index(after: index)
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
        default: return nil
        }
    }

    /// The text with every byte outside the unreserved characters as `%XX`.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The text of `application/x-www-form-urlencoded` bytes: `+` is a space. Nil for a broken escape, NUL or invalid UTF-8.
    static func decodedForm(_ bytes: some Collection<UInt8>) -> String? {
        var out: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index = bytes.index(after: index)
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = digit(at: &index, of: bytes), let low = digit(at: &index, of: bytes) else { return nil }
                out.append(high << 4 | low)
            default: out.append(byte)
            }
        }
        guard !out.contains(0) else { return nil }
        return String(validating: out, as: UTF8.self)
    }
}
