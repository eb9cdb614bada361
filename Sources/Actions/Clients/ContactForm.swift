import Model

/// What a form says of a contact, read by the rules.
struct ContactForm: Sendable, Hashable {
    var name: String
    /// Empty where the form does not ask for it.
    var email: String
    var language: String
    var sees: Rights

    /// - Parameter languages: those that templates/words/ has.
    /// - Throws: `Refusal(.invalid)` with `fields`.
    init(_ typed: Typed, languages: [String], asksEmail: Bool) throws {
        (name, email, language, sees) = try typed.read { form in
            (
                form.line("name", least: 1, most: 120), asksEmail ? form.email("email", isRequired: true) : "",
                form.choice("language", of: languages), form.rights("sees")
            )
        }
    }
}
