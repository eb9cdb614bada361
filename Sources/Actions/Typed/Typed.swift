public import Foundation
import Model

/// What somebody typed into a form: texts by the names of its fields, a name several times where several can be chosen.
///
///     let new = try typed.read { form in
///         NewThing(title: form.line("title", least: 1, most: 120), due: form.dayIfAny("due"))
///     }
public struct Typed: Sendable, Hashable {
    let texts: [String: [String]]
    /// In which the person writes, and reads, numbers.
    let locale: Locale
    /// Whose numbers `30,5` and `1.234` are.
    let decimals: DecimalText

    /// - Parameters:
    ///   - texts: as they were sent.
    ///   - locale: in which the person writes numbers.
    public init(_ texts: [String: [String]], locale: Locale = Locale(identifier: "en")) {
        (self.texts, self.locale, decimals) = (texts, locale, DecimalText(locale))
    }

    /// The text of a field as it was typed; nil when the field was not sent (an empty checkbox is not).
    public subscript(name: String) -> String? { texts[name]?.first }

    /// Every text of a name, in the order of sending.
    public func all(_ name: String) -> [String] { texts[name] ?? [] }

    /// The numbers of the rows `name[0].…`, `name[1].…` that were sent, ascending.
    public func rows(_ name: String) -> [Int] {
        Set(texts.keys.compactMap { RowName($0) }.filter { $0.list == name }.map(\.row)).sorted()
    }

    /// Which of several buttons was pressed: the value of the button named `do`; empty for the one that has no name.
    public var button: String { self["do"] ?? "" }

    /// Reads the form, all of it, and then gives the value or every refusal at once.
    /// - Throws: `Refusal(.invalid)` with `fields`, when a field is not what `body` asked of it; what `body` throws.
    public func read<Value>(_ body: (inout TypedForm) throws -> Value) throws -> Value {
        var form = TypedForm(self)
        let value = try body(&form)
        guard form.refusals.isEmpty else { throw Refusal.form(form.refusals) }
        return value
    }
}

/// The name of a field in a row of a list: `lines[0].price`.
public struct RowName: Sendable, Hashable {
    /// The most rows that a form may have.
    public static let mostRows = 500

    /// The list.
    public let list: String
    /// The row, from 0 on.
    public let row: Int
    /// The field in it.
    public let field: String

    /// Nil when the name is not one of a row, or the row's number is not below `mostRows`, or is not written plainly.
    public init?(_ name: String) {
        guard let match = name.wholeMatch(of: /([a-z][a-z0-9_-]*)\[(0|[1-9][0-9]{0,2})\]\.([a-z][a-z0-9_-]*)/),
            let row = Int(match.2), row < RowName.mostRows
        else { return nil }
        (list, self.row, field) = (String(match.1), row, String(match.3))
    }

    /// The name of a field: `RowName.text("lines", 0, "price")`.
    public static func text(_ list: String, _ row: Int, _ field: String) -> String { "\(list)[\(row)].\(field)" }
}
