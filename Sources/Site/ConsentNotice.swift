import Crypto
public import Model
public import Templates

/// What somebody reads before they decide about the statistics: the form that asks for it is the same wherever it stands.
public struct ConsentNotice: Renderable, Sendable, Hashable {
    /// What it is called.
    public let title: String
    /// What is asked, in one language.
    public let text: String
    /// SHA-256 of title, text and the labels of the buttons, 64 hexadecimal digits.
    public let digest: String
    /// Where the form is sent.
    public let action: String

    /// By which it is filled into its template.
    public static let fields = Fields<ConsentNotice> {
        $0.text("title") { $0.title }
        $0.text("text") { $0.text }
        $0.text("digest") { $0.digest }
        $0.text("action") { $0.action }
    }
}

extension Site {
    /// What people of an agency are asked, in a language.
    public func consentNotice(_ agency: Agency, language: String) -> ConsentNotice {
        let words = words(language)
        let (title, text) = (words.text("consent.title"), words.text("consent.text", ["agency": agency.name]))
        let asked = [title, text, words.text("consent.accept"), words.text("consent.refuse")].joined(separator: "\n")
        return ConsentNotice(
            title: title, text: text, digest: Hex.text(Array(SHA256.hash(data: Array(asked.utf8)))),
            action: PagePath.agency(agency.slug) + "cookies/")
    }
}
