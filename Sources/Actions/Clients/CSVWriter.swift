/// Rows as CSV (RFC 4180), UTF-8 with a mark at the beginning, because Excel reads another encoding without it.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula and runs it: such a
/// cell gets an apostrophe in front (OWASP, CSV injection), unless it is a number.
public struct CSVWriter: Sendable {
    private var text = CSVWriter.mark

    /// - Parameter header: the names of the columns.
    public init(_ header: [String]) { add(header) }

    /// Adds a row.
    public mutating func add(_ cells: [String]) {
        text += CSVWriter.line(cells)
    }

    /// A row by itself, for what is too long to be kept whole; the first is `mark` and the header.
    static func line(_ cells: [String]) -> String {
        cells.map(CSVWriter.cell).joined(separator: ",") + "\r\n"
    }

    /// What stands in front of a file.
    static let mark = "\u{FEFF}"

    /// The whole file.
    public var bytes: [UInt8] { Array(text.utf8) }

    static func cell(_ value: String) -> String {
        let isFormula = value.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        let harmless = isFormula && !isNumber(value) ? "'" + value : value
        let mustQuote = harmless.unicodeScalars.contains { "\",\r\n;\t'".unicodeScalars.contains($0) } || harmless != value
        return mustQuote ? "\"" + harmless.replacing("\"", with: "\"\"") + "\"" : harmless
    }

    private static func isNumber(_ value: String) -> Bool {
        value.wholeMatch(of: /-[0-9]{1,18}(\.[0-9]{1,9})?/) != nil
    }
}
