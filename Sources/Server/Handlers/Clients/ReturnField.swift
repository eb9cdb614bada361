import Actions
import Model
import Templates

/// The question whether somebody who was erased comes back on purpose: asked where it matters, and sent along unseen elsewhere.
enum ReturnField {
    /// - Parameter typed: the form as it was sent, with its field `email`.
    static func make(_ staff: StaffSession, _ typed: Typed?) async throws -> FormField {
        guard let email = typed?["email"], try await staff.agency.wasErased(email) else { return .hidden("again", "") }
        let words = staff.signedIn.words
        return .flag("again", words.text("form.again"), false, hint: words.text("form.again.hint"))
    }
}
