public import Model
import Records

/// What a form showed when it was opened, as a digest in one of its hidden fields: whoever sends the form changes only what
/// they have seen.
///
///     try typed.check(FormState(client))        // in the transaction, before the change
public struct FormState: Sendable, Hashable {
    /// The name of the hidden field.
    public static let field = "state"

    /// 32 hexadecimal digits.
    public let text: String

    /// The state of one or several records. Equal values are equal states; it is good for one version of the program.
    public init<each Record: Hashable & Sendable>(_ record: repeat each Record) {
        var texts: [String] = []
        repeat texts.append(String(reflecting: each record))
        text = Hex.text(Array(Digest.of(texts).prefix(16)))
    }
}

extension Typed {
    /// Whether the record is still what the form showed.
    /// - Throws: `Refusal(.conflict)` when somebody has changed it meanwhile; the form comes back with what was typed.
    public func check(_ now: FormState) throws {
        guard self[FormState.field] == now.text else { throw Refusal(.conflict, "refusal.form.changed") }
    }

    /// The identity that the form was given for the record that it makes: sent twice, it makes one.
    /// - Throws: `Refusal(.usage)` when the hidden field was changed.
    public func newID<Owner>(_: Owner.Type = Owner.self) throws -> ID<Owner> {
        guard let id = ID<Owner>(checking: self["key"] ?? "") else { throw Refusal(.usage, "refusal.form.malformed") }
        return id
    }

    /// The identity of the form itself, where what it makes has none that could be given beforehand (`Connection.isFirst`).
    /// - Throws: as `newID`.
    func form() throws -> ID<SentForm> { try newID() }
}

extension FormState {
    /// As a form sent it back.
    public init(sent text: String) { self.text = String(text.prefix(64)) }
}
