import Site
import Templates

/// The agency's colour and picture.
struct AppearancePage: FormHolder {
    static let template = "staff/appearance"

    let frame: Frame
    /// The way back.
    let settings: String
    let done: String?
    var form: Form
    /// The picture that pages show now; nil: none.
    let logo: String?
    /// Where a picture is sent, and where it is taken away.
    let setLogo: String
    let removeLogo: String
    /// What a picture may be.
    let limits: String
    /// Why the picture was not taken.
    var logoError: String?

    static let fields = Fields<AppearancePage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.maybe("done") { $0.done }
        $0.one("form") { $0.form }
        $0.maybe("logo") { $0.logo }
        $0.text("setLogo") { $0.setLogo }
        $0.text("removeLogo") { $0.removeLogo }
        $0.text("limits") { $0.limits }
        $0.maybe("logoError") { $0.logoError }
    }
}
