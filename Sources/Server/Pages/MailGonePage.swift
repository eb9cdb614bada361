import Site
import Templates

/// The answer to a link or code that is spent, over, or never was.
struct MailGonePage: ServerPage {
    static let template = "portal/mail-gone"

    let frame: Frame
    /// Where one asks anew.
    let signIn: String

    static let fields = Fields<MailGonePage> {
        $0.one("frame") { $0.frame }
        $0.text("signIn") { $0.signIn }
    }
}
