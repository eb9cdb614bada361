import Site
import Templates

/// `/AGENCY/new-password`: another password in the place of a forgotten one.
struct NewPasswordPage: ServerPage {
    static let template = "portal/new-password"

    let frame: Frame
    /// Where the form is sent.
    let action: String
    /// The link's token; only sending the form spends it.
    let token: String
    /// The person's own; password managers keep the password under it.
    let email: String
    /// Why the password was not taken.
    let error: String?

    static let fields = Fields<NewPasswordPage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("token") { $0.token }
        $0.text("email") { $0.email }
        $0.maybe("error") { $0.error }
    }
}
