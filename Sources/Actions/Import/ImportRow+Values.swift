import Foundation
import Model

/// Cells as values; what is not one is a problem that says what would be right. The rules are those of forms.
extension ImportRow {
    func slug(_ column: String) throws -> Slug { try said(column, Rule.slug) }

    func word<Word: RawRepresentable & CaseIterable>(_ column: String, _: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        try said(column) { raw throws(Flaw) in try Rule.word(raw) }
    }

    func day(_ column: String) throws -> Day { try said(column, Rule.day) }

    func dayIfAny(_ column: String) throws -> Day? {
        text(column).isEmpty ? nil : try day(column)
    }

    func number(_ column: String) throws -> Exact { try said(column, Rule.number) }

    func currency(_ column: String) throws -> Currency { try said(column, Rule.currency) }

    func country(_ column: String) throws -> String { try said(column, Rule.country) }

    /// One line of text without control characters, trimmed, at most `most` characters.
    func line(_ column: String, most: Int = 300) throws -> String {
        let value = try said(column) { raw throws(Flaw) in try Rule.line(raw, most: most) }
        if value.isEmpty, ImportTable.all.contains(where: { $0.file == file && $0.required.contains(column) }) {
            throw problem(column, "required")
        }
        return value
    }

    /// Text of several lines (Markdown, notes).
    func body(_ column: String) throws -> String { try said(column, Rule.body) }

    /// An e-mail address in its one spelling: trimmed, lower case.
    func email(_ column: String) throws -> String { try said(column, Rule.email) }

    func language(_ column: String, of known: [String]) throws -> String {
        try said(column) { raw throws(Flaw) in try Rule.language(raw, of: known) }
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

    /// The cell by a rule, or what is wrong with it in the import's words.
    private func said<Value>(_ column: String, _ rule: (String) throws(Flaw) -> Value) throws -> Value {
        do {
            return try rule(text(column))
        } catch {
            throw problem(column, error.word, error.arguments)
        }
    }
}
