import Site
import Templates

/// `/AGENCY/welcome`: an invited person chooses a password. Showing it spends nothing.
struct WelcomePage: ServerPage {
    static let template = "portal/welcome"

    let frame: Frame
    let greeting: String
    /// Where the form is sent.
    let action: String
    /// The invitation's token; only sending the form spends it.
    let token: String
    /// The person's own; password managers keep the password under it.
    let email: String
    /// Why the password was not taken.
    let error: String?

    static let fields = Fields<WelcomePage> {
        $0.one("frame") { $0.frame }
        $0.text("greeting") { $0.greeting }
        $0.text("action") { $0.action }
        $0.text("token") { $0.token }
        $0.text("email") { $0.email }
        $0.maybe("error") { $0.error }
    }
}

/// The same address with an invitation that is spent, over, or never was.
struct WelcomeDonePage: ServerPage {
    static let template = "portal/welcome-done"

    let frame: Frame
    /// The way to the sign-in page.
    let signIn: String

    static let fields = Fields<WelcomeDonePage> {
        $0.one("frame") { $0.frame }
        $0.text("signIn") { $0.signIn }
    }
}
