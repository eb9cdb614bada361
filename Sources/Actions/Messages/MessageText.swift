import Crypto
import Model

/// What somebody typed into a letter, as it is kept.
enum MessageText {
    /// The text with its line ends as U+000A and without white space around it.
    /// - Throws: `Refusal(.invalid)` for a text that is too long or holds control characters.
    static func checked(_ raw: String, most: Int = Message.mostText) throws -> String {
        let text = raw.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard text.count <= most, text.utf8.count <= most * 8 else {
            throw Refusal(.invalid, "refusal.message.long", ["most": String(most)])
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 || $0 == "\n" || $0 == "\t" }) else {
            throw Refusal(.invalid, "refusal.message.characters")
        }
        return trimmed(text)
    }

    /// SHA-256 of a letter's text and files: the same form with the same content is the same letter.
    static func digest(_ text: String, files: [[UInt8]]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("\(text.utf8.count)\n\(text)".utf8))
        for file in files { hash.update(data: file) }
        return Array(hash.finalize())
    }

    private static func trimmed(_ text: String) -> String {
        // Spaces before the first letter of the first line may be meant; empty lines are not.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { !$0.allSatisfy(\.isWhitespace) }),
            let last = lines.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) })
        else { return "" }
        let text = lines[first...last].joined(separator: "\n")
        return String(text[..<(text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex)])
    }
}
