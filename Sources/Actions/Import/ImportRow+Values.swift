import Foundation
import Model

/// Cells as values; what is not one is a problem that says what would be right.
extension ImportRow {
    func slug(_ column: String) throws -> Slug {
        guard let slug = Slug(text(column)) else { throw problem(column, "slug") }
        return slug
    }

    func word<Word: RawRepresentable & CaseIterable>(_ column: String, _: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: text(column)) else {
            throw problem(column, "word", ["known": Word.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        return word
    }

    func day(_ column: String) throws -> Day {
        guard let day = Day(text(column)) else { throw problem(column, "day") }
        return day
    }

    func dayIfAny(_ column: String) throws -> Day? {
        text(column).isEmpty ? nil : try day(column)
    }

    func number(_ column: String) throws -> Exact {
        guard let number = Exact(text(column)) else { throw problem(column, "number") }
        return number
    }

    func currency(_ column: String) throws -> Currency {
        guard let currency = Currency(text(column)), Currencies.codes.contains(currency.code) else {
            throw problem(column, "currency")
        }
        return currency
    }

    /// One line of text without control characters, trimmed, at most `most` characters.
    func line(_ column: String, most: Int = 300) throws -> String {
        let raw = text(column)
        if raw.isPlainLine, raw.utf8.count <= most { return raw }
        let value = raw.trimmingCharacters(in: .whitespacesAndNewlines)
        guard value.count <= most else { throw problem(column, "long", ["most": String(most)]) }
        guard !value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
            throw problem(column, "control")
        }
        if value.isEmpty, ImportTable.all.contains(where: { $0.file == file && $0.required.contains(column) }) {
            throw problem(column, "required")
        }
        return value
    }

    /// Text of several lines (Markdown, notes): line ends as LF; tabs are the only other control characters.
    func body(_ column: String) throws -> String {
        let raw = text(column)
        if raw.hasOnlyLines { return raw }
        let value = raw.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard !value.unicodeScalars.contains(where: { $0.value < 32 && $0.value != 9 && $0.value != 10 || $0.value == 127 })
        else {
            throw problem(column, "control-body")
        }
        return value
    }

    /// An e-mail address in its one spelling: trimmed, lower case.
    func email(_ column: String) throws -> String {
        let value = Email.normal(text(column))
        guard value.isEmpty || Email.isAddress(value) else { throw problem(column, "email") }
        return value
    }

    func language(_ column: String, of known: [String]) throws -> String {
        let value = text(column)
        guard value.isEmpty || known.contains(value) else {
            throw problem(column, "word", ["known": known.joined(separator: ", ")])
        }
        return value
    }

    /// A calendar day, or an instant with its offset (RFC 3339), which is a day in the agency's time zone.
    func moment(_ column: String, in zone: TimeZone) throws -> (day: Day, at: Instant?) {
        if let day = Day(text(column)) { return (day, nil) }
        guard let instant = RFC3339.instant(text(column)) else { throw problem(column, "moment") }
        // In another zone it may fall out of the years that a day can have.
        let day = Day(instant, in: zone)
        guard Day(day.text) != nil else { throw problem(column, "moment") }
        return (day, instant)
    }
}

extension String {
    /// Whether it is ASCII without controls and without a space at either end: what most cells of a large folder are, told
    /// by one look at each byte.
    fileprivate var isPlainLine: Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last, first != 32, last != 32 else { return false }
            return bytes.allSatisfy { (32..<127).contains($0) }
        }
    }

    /// Whether no byte is a control character but tabs and LF; what is beyond ASCII has none in UTF-8.
    fileprivate var hasOnlyLines: Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 || $0 == 10 } }
    }
}
