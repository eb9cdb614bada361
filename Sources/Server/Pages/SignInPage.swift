import Site
import Templates

/// `/AGENCY/`: the form to sign in with.
struct SignInPage: ServerPage {
    static let template = "portal/sign-in"

    let frame: Frame
    /// Where the form is sent.
    let action: String
    /// A path of this agency to go on to, or empty. Already checked.
    let to: String
    /// As it was typed, after a failure.
    let email: String
    /// Why it did not work.
    let error: String?
    /// What was done before it came here.
    var done: String?
    /// Where the form goes to sign in by mail, and for a new password.
    var byMail: String { action + "/mail" }
    let forgotten: String

    static let fields = Fields<SignInPage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("to") { $0.to }
        $0.text("email") { $0.email }
        $0.maybe("error") { $0.error }
        $0.maybe("done") { $0.done }
        $0.text("byMail") { $0.byMail }
        $0.text("forgotten") { $0.forgotten }
    }
}
