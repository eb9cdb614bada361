import Site
import Templates

/// `/AGENCY/new-address`: the link to another e-mail address, opened. Only sending the form spends it.
struct NewAddressPage: ServerPage {
    static let template = "portal/new-address"

    let frame: Frame
    /// Where the form is sent.
    let action: String
    let token: String
    /// What comes of it; names the address.
    let lead: String

    static let fields = Fields<NewAddressPage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("token") { $0.token }
        $0.text("lead") { $0.lead }
    }
}
