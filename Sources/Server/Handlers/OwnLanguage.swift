import Actions
import Model

extension SignedInSession {
    /// The language of a signed-in person's dynamic pages: their own, else the agency's, as in the rendered pages. What the
    /// browser would like counts only before sign-in.
    var ownLanguage: String {
        let own = session.person.language
        return own.isEmpty ? settings.language : own
    }
}
