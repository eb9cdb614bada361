import Site
import Templates

/// `/AGENCY/sign-in/mail/`: a mail is on its way; its code is typed here.
struct SignInCodePage: ServerPage {
    static let template = "portal/sign-in-code"

    let frame: Frame
    /// Where the form is sent.
    let action: String
    /// A path of this agency to go on to, or empty. Already checked.
    let to: String
    /// What another browser asks for, in which the link is opened.
    let shown: String
    /// Why the code was not taken.
    let error: String?
    /// Where one asks anew.
    let signIn: String

    static let fields = Fields<SignInCodePage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("to") { $0.to }
        $0.text("shown") { $0.shown }
        $0.maybe("error") { $0.error }
        $0.text("signIn") { $0.signIn }
    }
}
