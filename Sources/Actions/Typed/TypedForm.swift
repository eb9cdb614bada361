import Foundation
public import Model

/// Reads a form field by field and gathers what is wrong, so that all of it is said at once.
///
/// What a rule cannot read is a stand-in; `Typed.read` throws before anybody sees it.
public struct TypedForm {
    let typed: Typed
    private(set) var refusals: [String: Refusal] = [:]
    /// Stands before every name while a row is read: `lines[0].`.
    private var prefix = ""

    init(_ typed: Typed) { self.typed = typed }

    /// The text of a field; empty when it was not sent.
    public func text(_ name: String) -> String { typed[prefix + name] ?? "" }

    /// Every text of a field that can be sent several times.
    func texts(_ name: String) -> [String] { typed.all(prefix + name) }

    /// Refuses a field, for what only whoever reads it knows. The first refusal of a field stays.
    public mutating func refuse(_ name: String, _ refusal: Refusal) {
        if refusals[prefix + name] == nil { refusals[prefix + name] = refusal }
    }

    mutating func refuse(_ name: String, _ flaw: Flaw) {
        refuse(name, Refusal(.invalid, "form.flaw." + flaw.word, flaw.arguments))
    }

    /// A field by a rule of the caller's.
    /// - Parameter standIn: what is returned when the rule refuses.
    public mutating func value<Value>(
        _ name: String, else standIn: Value, by rule: (String) throws -> Value
    ) rethrows -> Value {
        do {
            return try rule(text(name))
        } catch let refusal as Refusal where refusal.kind == .invalid {
            refuse(name, refusal)
            return standIn
        }
    }

    /// A field by one of the rules that all forms share.
    mutating func ruled<Value>(_ name: String, else standIn: Value, _ rule: (String) throws(Flaw) -> Value) -> Value {
        do {
            return try rule(text(name))
        } catch {
            refuse(name, error)
            return standIn
        }
    }

    /// The rows of a list, those left aside in which nothing was typed. Within `body`, names are those of the row's fields.
    /// - Parameter most: how many rows are taken; more are refused at the list's own name.
    public mutating func rows<Row>(
        _ name: String, most: Int, _ body: (inout TypedForm, _ row: Int) throws -> Row
    ) rethrows -> [Row] {
        let outer = prefix
        defer { prefix = outer }
        var rows: [Row] = []
        for row in typed.rows(name) {
            let start = RowName.text(name, row, "")
            let isBlank = typed.texts.allSatisfy { key, values in
                !key.hasPrefix(start) || values.allSatisfy { $0.allSatisfy(\.isWhitespace) }
            }
            if isBlank { continue }
            guard rows.count < most else {
                prefix = outer
                refuse(name, .rows(most: most))
                break
            }
            prefix = start
            rows.append(try body(&self, row))
        }
        return rows
    }
}
