import Site
import Templates

/// `/AGENCY/sign-in/second-step`: the second step of signing in.
struct SecondStepPage: ServerPage {
    static let template = "portal/second-step"

    let frame: Frame
    /// Where the form is sent.
    let action: String
    /// A path of this agency to go on to, or empty. Already checked.
    let to: String
    /// The first step, for who wants to be somebody else.
    let again: String
    /// Why it did not work.
    let error: String?

    static let fields = Fields<SecondStepPage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("to") { $0.to }
        $0.text("again") { $0.again }
        $0.maybe("error") { $0.error }
    }
}
