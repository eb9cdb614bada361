/// One template as it was written.
public struct Source: Sendable, Hashable {
    public let text: String
    /// The path to print in errors, such as `templates/portal/case.mustache`.
    public let path: String
    /// Whether the result is plain text (a mail) rather than HTML: then `{{name}}` is not escaped. What a template includes
    /// is compiled as the template that includes it.
    public let isPlain: Bool

    public init(text: String, path: String, isPlain: Bool = false) {
        (self.text, self.path, self.isPlain) = (text, path, isPlain)
    }
}

/// Where in a source something stands; lines and columns are counted from 1, columns in characters.
struct Place: Sendable, Hashable {
    let file: String
    let line: Int
    let column: Int

    init(file: String, bytes: [UInt8], offset: Int) {
        self.file = file
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        line = bytes[..<offset].reduce(into: 1) { if $1 == UInt8(ascii: "\n") { $0 += 1 } }
        column = String(decoding: bytes[start..<offset], as: UTF8.self).count + 1
    }

    /// What every message about a template names.
    func arguments(_ more: [String: String] = [:]) -> [String: String] {
        more.merging(["file": file, "line": String(line), "column": String(column)]) { own, _ in own }
    }
}
