import Foundation

/// What was said between us and a mail server: lines of both sides, without the letter itself and without any password.
struct SMTPDialogue: Sendable {
    /// `> EHLO portal.example` is ours, `< 250 OK` the server's.
    private(set) var lines: [String] = []
    /// Our last command, such as `RCPT`; empty before the first.
    private(set) var command = ""
    /// The server's last reply.
    private(set) var reply = ""
    private var hidesNext = false
    private var isOver = false

    /// The server said something.
    mutating func heard(_ text: String) {
        for line in SMTPDialogue.lines(text) {
            lines.append("< " + line)
            if !isOver { reply = line }
            // It asks for the rest of a user's name or password (RFC 4954, 4).
            hidesNext = line.hasPrefix("334")
        }
    }

    /// We said something.
    mutating func said(_ text: String) {
        for line in SMTPDialogue.lines(text) {
            let words = line.split(separator: " ")
            let verb = words.first.map { $0.uppercased() } ?? ""
            if hidesNext {
                lines.append("> •••")
            } else if verb == "AUTH" {
                lines.append("> AUTH \(words.dropFirst().first ?? "") •••")
            } else {
                lines.append("> " + line)
            }
            // Taking leave says nothing of the letter.
            if verb == "QUIT", !hidesNext { isOver = true } else if !hidesNext { command = verb }
            hidesNext = false
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { LetterText.line(String($0.prefix(500))) }
    }
}
