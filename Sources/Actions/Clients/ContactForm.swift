import Model

/// What a form says of a contact, read by the rules.
struct ContactForm: Sendable, Hashable {
    /// Nil where the form does not ask for it.
    var name: String?
    /// Nil where the form does not ask for it.
    var email: String?
    var language: String
    var sees: Rights

    /// - Parameter languages: those that templates/words/ has.
    /// - Throws: `Refusal(.invalid)` with `fields`.
    init(_ typed: Typed, languages: [String], asksName: Bool = true, asksEmail: Bool) throws {
        (name, email, language, sees) = try typed.read { form in
            (
                asksName ? form.line("name", least: 1, most: 120) : nil,
                asksEmail ? form.email("email", isRequired: true) : nil,
                form.choice("language", of: languages), form.rights("sees")
            )
        }
    }
}
