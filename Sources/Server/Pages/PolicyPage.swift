import Model
import Site
import Templates

/// `/AGENCY/me/policies/NAME/`: a privacy policy, and the button that says one has read it.
struct PolicyPage: ServerPage {
    static let template = "portal/policy"

    let frame: Frame
    /// The person's own start.
    let start: String
    let title: String
    /// When it was last changed, in words.
    let updated: String?
    /// In which the text is written: the agency's.
    let textLanguage: String
    let body: HTML
    /// Of the text that is shown.
    let digest: String
    /// Why it is shown again.
    let error: String?

    static let fields = Fields<PolicyPage> {
        $0.one("frame") { $0.frame }
        $0.text("start") { $0.start }
        $0.text("title") { $0.title }
        $0.maybe("updated") { $0.updated }
        $0.text("textLanguage") { $0.textLanguage }
        $0.html("body") { $0.body }
        $0.text("digest") { $0.digest }
        $0.maybe("error") { $0.error }
    }
}
