import Foundation

/// Which addresses a text may link to and show.
enum Link {
    /// Whether a link may lead there: http and https with a host, mailto, tel, and relative addresses.
    ///
    /// What a browser would read otherwise than we do is refused rather than mended: control bytes (browsers skip tabs and
    /// line ends inside `java\nscript:`), backslashes (read as slashes) and `//host` (WHATWG URL Standard, section 4.4).
    static func isAllowed(_ url: String) -> Bool {
        let bytes = Array(url.utf8)
        guard !bytes.isEmpty, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }),
            bytes.first != UInt8(ascii: " "), bytes.last != UInt8(ascii: " "), !bytes.starts(with: Array("//".utf8))
        else { return false }
        let ends: [UInt8] = Array("/?#".utf8)
        let head = bytes.prefix { !ends.contains($0) }
        // A colon in the first segment makes a scheme, whatever stands before it.
        guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let rest = bytes[(colon + 1)...]
        switch String(decoding: bytes[..<colon], as: UTF8.self).lowercased() {
        case "http", "https":
            guard rest.starts(with: Array("//".utf8)) else { return false }
            let host = rest.dropFirst(2).prefix { !ends.contains($0) }
            // `https://bank.example@evil.example` shows one host and leads to another.
            return !host.isEmpty && !host.contains(UInt8(ascii: "@"))
        case "mailto", "tel": return !rest.isEmpty && !rest.starts(with: Array("//".utf8))
        default: return false
        }
    }

    /// Whether an address that is allowed is relative to the place of its text: no scheme, no `/` or `#` at its beginning.
    static func isRelative(_ url: String) -> Bool {
        let head = url.utf8.prefix { !Array("/?#".utf8).contains($0) }
        return !url.hasPrefix("/") && !url.hasPrefix("#") && !head.contains(UInt8(ascii: ":"))
    }

    /// The path of a file beneath content/ that an image names, percent decoded; nil when it could be anything else.
    static func contentPath(_ url: String) -> String? {
        guard isAllowed(url), let path = url.removingPercentEncoding else { return nil }
        let strange = Array("\\:?#".utf8)
        let isPlain = path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && !strange.contains($0) }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard isPlain, parts.allSatisfy({ !$0.isEmpty && $0.first != UInt8(ascii: ".") }) else { return nil }
        return path
    }
}
