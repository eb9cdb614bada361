import Site
import Templates

/// `/AGENCY/forgotten/`: a mail is on its way, if the address is known.
struct ForgottenPage: ServerPage {
    static let template = "portal/forgotten"

    let frame: Frame
    let signIn: String

    static let fields = Fields<ForgottenPage> {
        $0.one("frame") { $0.frame }
        $0.text("signIn") { $0.signIn }
    }
}
