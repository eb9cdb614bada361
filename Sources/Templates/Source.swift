/// One template as it was written.
public struct Source: Sendable, Hashable {
    /// As it was written.
    public let text: String
    /// The path to print in errors, such as `templates/portal/case.mustache`.
    public let path: String
    /// Whether the result is plain text (a mail) rather than HTML: then `{{name}}` is not escaped. What a template includes
    /// is compiled as the template that includes it.
    public let isPlain: Bool

    /// - Parameters:
    ///   - path: its name in templates/.
    ///   - isPlain: whether what is filled in is text, not HTML.
    public init(text: String, path: String, isPlain: Bool = false) {
        (self.text, self.path, self.isPlain) = (text, path, isPlain)
    }
}

/// Where in a source something stands; lines and columns are counted from 1, columns in characters.
struct Place: Sendable, Hashable {
    let file: String
    private let bytes: [UInt8]
    private let offset: Int

    init(file: String, bytes: [UInt8], offset: Int) {
        (self.file, self.bytes, self.offset) = (file, bytes, offset)
    }

    /// Counted when somebody asks: every name of every template has a place, and hardly any is ever told.
    var line: Int { bytes[..<offset].reduce(into: 1) { if $1 == UInt8(ascii: "\n") { $0 += 1 } } }

    /// In characters, from 1.
    var column: Int {
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return String(decoding: bytes[start..<offset], as: UTF8.self).count + 1
    }

    static func == (left: Place, right: Place) -> Bool { (left.file, left.offset) == (right.file, right.offset) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(offset)
    }

    /// What every message about a template names.
    func arguments(_ more: [String: String] = [:]) -> [String: String] {
        more.merging(["file": file, "line": String(line), "column": String(column)]) { own, _ in own }
    }
}
