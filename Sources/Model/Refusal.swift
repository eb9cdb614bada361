/// The one error that people see: what is wrong, in words that whoever shows it looks up in the reader's language.
public struct Refusal: Error, Sendable {
    /// What sort of no it is; decides the HTTP status and the exit code, in one file each.
    public enum Kind: String, Sendable, CaseIterable {
        /// It does not exist, or the asker may not know that it does. 404.
        case notFound
        /// Somebody must sign in first. 303 for pages, 401 for JSON.
        case signIn
        /// Known, but not allowed in a way that may be said (a request from another site). 403.
        case forbidden
        /// What was sent is wrong. 422, exit code 65.
        case invalid
        /// The words of a command or request are wrong. 400, exit code 64.
        case usage
        /// Somebody else was first, or the state does not allow it. 409.
        case conflict
        /// It is kept, and may not be changed for now. 423.
        case restricted
        /// Too many bytes. 413.
        case tooLarge
        /// Not a type that is taken. 415.
        case unsupportedType
        /// A range that the bytes do not have. 416.
        case range
        /// Too often. 429.
        case tooMany
        /// For now it cannot be done; again later. 503.
        case unavailable
        /// The disk is full, or nearly. 507.
        case full
        /// The configuration is wrong. Exit code 78.
        case configuration
        /// No workspace here. Exit code 10.
        case noWorkspace
        /// Another process owns the workspace and does not answer. Exit code 11.
        case locked
        /// The keys do not fit the data. Exit code 12.
        case wrongKey
        /// The data was written by a newer program. Exit code 13.
        case newer
        /// Something broke. 500, exit code 1.
        case failed
    }

    /// What kind of refusal: it becomes a status of HTTP and an exit code.
    public let kind: Kind
    /// A key of templates/words/, such as `refusal.document.type`.
    public let word: String
    /// What the words name in braces: `{name}`.
    public let arguments: [String: String]
    /// What to do next: another key of words/, or nil.
    public var hint: String?
    /// Why, for the log; never shown.
    public var cause: (any Error)?
    /// What is wrong at single fields of a form, by their names; empty unless it was a form. Shown at the fields, so their
    /// own `fields` mean nothing.
    public var fields: [String: Refusal] = [:]

    /// What is wrong; the rest is for whoever shows it.
    public init(
        _ kind: Kind, _ word: String, _ arguments: [String: String] = [:], hint: String? = nil, cause: (any Error)? = nil
    ) {
        (self.kind, self.word, self.arguments, self.hint, self.cause) = (kind, word, arguments, hint, cause)
    }
}

extension Refusal {
    /// A form of which some fields are wrong: all of them at once, so that nobody mends one only to hear of the next.
    public static func form(_ fields: [String: Refusal]) -> Refusal {
        var refusal = Refusal(.invalid, "refusal.form.fields")
        refusal.fields = fields
        return refusal
    }

    /// A form of which one field is wrong, such as a name that is taken.
    /// - Parameter word: a key of templates/words/ whose text stands at the field.
    public static func at(_ field: String, _ word: String, _ arguments: [String: String] = [:]) -> Refusal {
        .form([field: Refusal(.invalid, word, arguments)])
    }
}
