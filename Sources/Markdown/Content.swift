import Model
import Yams

/// A file of content/: what stands between `---` lines at its top, and the Markdown below.
public struct Content: Sendable {
    /// The front matter: YAML, a map of plain values. Empty when there is none.
    public let front: [String: String]
    /// The Markdown.
    public let body: String

    /// - Parameter path: what errors call the file.
    /// - Throws: `.configuration` with file and line when the front matter does not end, is not YAML, or is not a map of
    ///   plain values with each key once.
    public init(_ text: String, path: String) throws {
        var text = text.utf8.contains(UInt8(ascii: "\r")) ? text.replacing("\r\n", with: "\n") : text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        var rest = text.utf8[...]
        guard Content.isFence(Content.line(&rest)) else {
            (front, body) = ([:], text)
            return
        }
        let begin = rest.startIndex
        while !rest.isEmpty {
            let end = rest.startIndex
            guard Content.isFence(Content.line(&rest)) else { continue }
            front = try Content.front(String(text[begin..<end].dropLast()), path)
            body = String(text[rest.startIndex...])
            return
        }
        throw Content.refusal("refusal.content.end", path, line: 1)
    }

    /// Takes the next line and its end.
    private static func line(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest[line.endIndex...].dropFirst()
        return line
    }

    private static func isFence(_ line: Substring.UTF8View) -> Bool {
        line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private static func front(_ yaml: String, _ path: String) throws -> [String: String] {
        var front: [String: String] = [:]
        guard let root = try compose(yaml, path) else { return front }
        guard let mapping = root.mapping else { throw refusal("refusal.content.front", path, line: 2) }
        for (key, value) in mapping {
            guard let name = key.scalar?.string, let text = value.scalar?.string else {
                let line = (key.mark?.line ?? 1) + 1
                throw refusal("refusal.content.value", path, line: line, ["name": key.scalar?.string ?? ""])
            }
            front[name] = text
        }
        return front
    }

    private static func compose(_ yaml: String, _ path: String) throws -> Node? {
        do {
            // Only texts are wanted: what they would be otherwise, a pattern for each kind, is not asked.
            return try Yams.compose(yaml: yaml, .basic)
        } catch let error as YamlError {
            let line: Int =
                switch error {
                case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
                case .duplicatedKeysInMapping(_, let context): context.mark.line
                default: 1
                }
            // The fence is the first line of the file.
            throw refusal("refusal.content.front", path, line: line + 1, cause: error)
        }
    }

    private static func refusal(
        _ word: String, _ path: String, line: Int, _ more: [String: String] = [:], cause: (any Error)? = nil
    ) -> Refusal {
        Refusal(.configuration, word, more.merging(["file": path, "line": String(line)]) { $1 }, cause: cause)
    }
}
