import Model
import Site
import Templates

/// `/AGENCY/me/account/second-factor/`: off, being set up, or on.
struct SecondFactorPage: FormHolder {
    static let template = "portal/second-factor"

    /// What the app is to be told.
    struct Secret: Renderable, Sendable {
        /// The QR code as SVG; empty where there is none.
        let picture: HTML
        /// The secret in groups of four.
        let groups: String
        /// `otpauth://…`, for an app on the same device.
        let link: String

        static let fields = Fields<Secret> {
            $0.html("picture") { $0.picture }
            $0.text("groups") { $0.groups }
            $0.text("link") { $0.link }
        }
    }

    var frame: Frame
    /// The way back; nil for who must set it up first and can go nowhere.
    var account: String?
    let title: String
    let lead: String
    /// While it is being set up.
    var secret: Secret?
    var form: Form
    /// Where it is turned off; nil unless it is on.
    var remove: String?
    /// Where one begins anew; nil unless it is being set up.
    var again: String?

    static let fields = Fields<SecondFactorPage> {
        $0.one("frame") { $0.frame }
        $0.maybe("account") { $0.account }
        $0.text("title") { $0.title }
        $0.text("lead") { $0.lead }
        $0.list("secrets") { $0.secret.map { [$0] } ?? [] }
        $0.one("form") { $0.form }
        $0.maybe("remove") { $0.remove }
        $0.maybe("again") { $0.again }
    }
}

/// What answers the making of recovery codes: the one time that they are shown.
struct RecoveryCodesPage: ServerPage {
    static let template = "portal/recovery-codes"

    struct Code: Renderable, Sendable {
        let text: String

        static let fields = Fields<Code> { $0.text("text") { $0.text } }
    }

    let frame: Frame
    /// Whether the second factor was turned on just now.
    let isNew: Bool
    let codes: [Code]
    /// Where the form is sent that gives them as a file.
    let download: String
    /// Where one goes on.
    let next: String

    static let fields = Fields<RecoveryCodesPage> {
        $0.one("frame") { $0.frame }
        $0.flag("isNew") { $0.isNew }
        $0.list("codes") { $0.codes }
        $0.text("all") { $0.codes.map(\.text).joined(separator: " ") }
        $0.text("download") { $0.download }
        $0.text("next") { $0.next }
    }
}
