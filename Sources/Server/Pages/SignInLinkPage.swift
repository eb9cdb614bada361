import Site
import Templates

/// `/AGENCY/sign-in/link`: the link of a mail, opened. Only sending the form spends it.
struct SignInLinkPage: ServerPage {
    static let template = "portal/sign-in-link"

    let frame: Frame
    /// Where the form is sent.
    let action: String
    let token: String
    /// Where the person was going; may be empty.
    let to: String
    /// Whether another browser asked for it, and what that one shows must be typed.
    let isElsewhere: Bool
    /// Why it was not taken.
    let error: String?

    static let fields = Fields<SignInLinkPage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("token") { $0.token }
        $0.text("to") { $0.to }
        $0.flag("isElsewhere") { $0.isElsewhere }
        $0.maybe("error") { $0.error }
    }
}
