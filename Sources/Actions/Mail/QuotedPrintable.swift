import Foundation

/// Text as lines of at most 76 characters of ASCII (RFC 2045, 6.7), which no server on the way has a reason to touch.
enum QuotedPrintable {
    /// - Parameter text: lines end in LF. The result's end in CRLF.
    static func encode(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map(line).joined(separator: "\r\n")
    }

    private static func line(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var (out, width) = ("", 0)
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let piece = piece(byte, isFirst: index == 0, isLast: isLast, bytes)
            // One character is left for the mark of a soft break.
            if width + piece.utf8.count > (isLast ? 76 : 75) {
                out += "=\r\n"
                width = 0
            }
            out += piece
            width += piece.utf8.count
        }
        return out
    }

    private static func piece(_ byte: UInt8, isFirst: Bool, isLast: Bool, _ line: [UInt8]) -> String {
        switch byte {
        // A space at the end would be lost on the way.
        case UInt8(ascii: " ") where !isLast: " "
        // A point alone would end the mail, `From ` begins another one in some mailboxes.
        case UInt8(ascii: ".") where isFirst, UInt8(ascii: "F") where isFirst && line.starts(with: "From ".utf8): escaped(byte)
        case UInt8(ascii: "="): escaped(byte)
        case 33...126: String(UnicodeScalar(byte))
        default: escaped(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        let hex = String(byte, radix: 16, uppercase: true)
        return "=" + (hex.count == 1 ? "0" : "") + hex
    }
}
