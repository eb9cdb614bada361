import Site
import Templates

/// The answer to asking for an invitation's link: shown this once.
struct InvitationPage: ServerPage {
    static let template = "staff/invitation"

    let frame: Frame
    let clientHref: String
    let client: String
    let name: String
    let email: String
    /// The whole address, a secret.
    let url: String
    /// Until when it is good.
    let until: String
    /// The address of copy.js.
    let script: String?

    static let fields = Fields<InvitationPage> {
        $0.one("frame") { $0.frame }
        $0.text("clientHref") { $0.clientHref }
        $0.text("client") { $0.client }
        $0.text("name") { $0.name }
        $0.text("email") { $0.email }
        $0.text("url") { $0.url }
        $0.text("until") { $0.until }
        $0.maybe("script") { $0.script }
    }
}
