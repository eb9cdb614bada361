import Foundation
import Model

/// Fields of a mail's header: one line of ASCII each, folded, whatever people are called (RFC 5322, 2.2.3; RFC 2047).
enum MailHeader {
    /// The longest line that is written, in bytes (RFC 5322, 2.1.1).
    private static let width = 76

    /// `Name: text` for text of any language.
    static func text(_ name: String, _ text: String) -> String {
        let line = LetterText.line(text)
        return folded(name + ":", isPlain(line) ? line.split(separator: " ").map(String.init) : words(line))
    }

    /// `Name: "Somebody" <address>`; the address alone when there is no name.
    static func mailbox(_ name: String, _ person: String, _ address: String) -> String {
        let person = LetterText.line(person)
        let address = "<" + LetterText.line(address).replacing(" ", with: "") + ">"
        guard !person.isEmpty else { return folded(name + ":", [address]) }
        return folded(name + ":", (isPlain(person) ? quoted(person) : words(person)) + [address])
    }

    /// `Name: text` for ASCII of ours, which is left as it is.
    static func plain(_ name: String, _ text: String) -> String { name + ": " + text }

    /// `Sat, 28 Nov 2026 00:50:09 +0000` (RFC 5322, 3.3).
    static func date(_ instant: Instant) -> String {
        let day = Day(instant, in: TimeZone(secondsFromGMT: 0) ?? .current)
        let second = (instant.milliseconds / 1000) % 86_400
        // 1970-01-01 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(instant.milliseconds / 86_400_000 % 7)]
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][day.month - 1]
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return "\(weekday), \(two(Int64(day.day))) \(month) \(day.year) \(time) +0000"
    }

    /// ASCII that means itself, with no word too long for a line and none that looks encoded.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (32..<127).contains($0) } && !text.contains("=?")
            && text.split(separator: " ").allSatisfy { $0.utf8.count < 60 }
    }

    /// A quoted string, in pieces that may stand on lines of their own (RFC 5322, 3.2.4).
    private static func quoted(_ text: String) -> [String] {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\"".split(separator: " ").map(String.init)
    }

    /// Encoded words of at most 75 characters, each of whole characters (RFC 2047, 2 and 5).
    private static func words(_ text: String) -> [String] {
        // 39 bytes are 52 characters of base64; with `=?UTF-8?B?` and `?=` that is 64: a field's name has room before it.
        var (words, bytes): ([String], [UInt8]) = ([], [])
        func word() -> String { "=?UTF-8?B?" + Data(bytes).base64EncodedString() + "?=" }
        for scalar in text.unicodeScalars {
            let next = Array(String(Character(scalar)).utf8)
            if bytes.count + next.count > 39 {
                words.append(word())
                bytes = []
            }
            bytes += next
        }
        return bytes.isEmpty ? words : words + [word()]
    }

    private static func folded(_ name: String, _ words: [String]) -> String {
        var (lines, line): ([String], String) = ([], name)
        for word in words {
            if line.utf8.count + 1 + word.utf8.count > width, line != name {
                lines.append(line)
                line = ""
            }
            line += " " + word
        }
        return (lines + [line]).joined(separator: "\r\n")
    }
}
