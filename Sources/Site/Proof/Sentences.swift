import Foundation
import Model

/// The ids of sentences in a text: a line may end in one, ` {P12}`. In memory each is kept between two characters that no text
/// has, so that it goes through Markdown unharmed and a mark can take its place.
enum Sentences {
    /// Of the private use area: taken out of whatever people write.
    private static let (open, close): (Character, Character) = ("\u{E000}", "\u{E001}")

    /// One sentence: its id, and its Markdown with the names of values in braces.
    struct Sentence: Sendable, Hashable {
        let id: String
        let text: String
    }

    /// Takes the ids out of a body.
    /// - Returns: the body with the ids kept aside, the body as people read it, and the sentences in their order.
    static func read(_ body: String) -> (marked: String, plain: String, sentences: [Sentence]) {
        var (marked, plain, sentences): ([String], [String], [Sentence]) = ([], [], [])
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = String(line.filter { $0 != open && $0 != close })
            guard let (text, id) = ended(line) else {
                marked.append(line)
                plain.append(line)
                continue
            }
            marked.append("\(text)\(open)\(id)\(close)")
            plain.append(text)
            sentences.append(Sentence(id: id, text: text.replacing(/^\s*(?:[-*] |\d+\. )?/, with: "")))
        }
        return (marked.joined(separator: "\n"), plain.joined(separator: "\n"), sentences)
    }

    private static func ended(_ line: String) -> (text: String, id: String)? {
        guard line.hasSuffix("}"), let brace = line.lastIndex(of: "{"), brace > line.startIndex else { return nil }
        let id = String(line[line.index(after: brace)...].dropLast())
        let text = line[..<brace]
        guard Claim.isID(id), text.last == " " else { return nil }
        return (String(text.dropLast()), id)
    }

    /// Puts marks in the places of the ids.
    static func filling(_ html: HTML, mark: (_ id: String) -> String) -> HTML {
        guard html.text.contains(open) else { return html }
        var out = ""
        var rest = html.text[...]
        while let start = rest.firstIndex(of: open), let end = rest[start...].firstIndex(of: close) {
            out += rest[..<start]
            out += mark(String(rest[rest.index(after: start)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return HTML(trusted: out + rest)
    }
}
