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
        if raw.hasNoControls { return raw }
        let value = raw.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard !value.unicodeScalars.contains(where: { $0.value < 32 && $0.value != 9 && $0.value != 10 || $0.value == 127 })
        else {
            throw problem(column, "control-body")
        }
        return value
    }

    /// An e-mail address in its one spelling: trimmed, lower case.
    func email(_ column: String) throws -> String {
        let value = text(column).trimmingCharacters(in: .whitespaces).lowercased()
        // The length first: the pattern takes quadratic time.
        guard value.isEmpty || value.utf8.count <= 254,
            value.isEmpty || value.wholeMatch(of: /[^\s@<>",;]{1,64}@[^\s@<>",;]+\.[^\s@<>",;]+/) != nil
        else { throw problem(column, "email") }
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

    /// Whether no byte is a control character; what is beyond ASCII has none in UTF-8.
    fileprivate var hasNoControls: Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 32 && $0 != 127 } }
    }
}

/// Date and time of RFC 3339, section 5.6, with an offset, to the millisecond.
enum RFC3339 {
    static func instant(_ text: String) -> Instant? {
        let form = /(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))/
        guard text.utf8.count <= 40, let match = text.wholeMatch(of: form), let day = Day(String(match.1)),
            let hour = Int64(match.2), let minute = Int64(match.3), let second = Int64(match.4),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var offset: Int64 = 0
        if let sign = match.6, let hours = match.7.flatMap({ Int64($0) }), let minutes = match.8.flatMap({ Int64($0) }) {
            guard hours < 24, minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * (sign == "-" ? -60 : 60)
        }
        let fraction = (match.5.map(String.init) ?? "").padding(toLength: 3, withPad: "0", startingAt: 0)
        let seconds = Int64(day.count) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Instant(milliseconds: seconds * 1000 + (Int64(fraction) ?? 0))
    }
}
