public import Model
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
        var text = text.replacing("\r\n", with: "\n")
        if text.first == "\u{FEFF}" { text.removeFirst() }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(Content.isFence) == true else {
            (front, body) = ([:], text)
            return
        }
        guard let end = lines.dropFirst().firstIndex(where: Content.isFence) else {
            throw Content.refusal("refusal.content.end", path, line: 1)
        }
        front = try Content.front(lines[1..<end].joined(separator: "\n"), path)
        body = lines[(end + 1)...].joined(separator: "\n")
    }

    private static func isFence(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
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
            return try Yams.compose(yaml: yaml)
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
