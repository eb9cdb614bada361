import Site
import Templates

/// `/AGENCY/cookies/choice/`: what is chosen in this browser, and the form to choose otherwise.
struct ConsentPage: ServerPage {
    static let template = "portal/consent"

    let frame: Frame
    /// The list of the cookies.
    let cookies: String
    /// Whether this browser is counted, in words.
    let state: String
    /// What the browser itself asks for, in words; nil: nothing.
    var signal: String?
    /// What was just done.
    var done: String?
    /// Why nothing was done.
    var error: String?
    /// Where the proof of the choice is saved from; nil: there is none to save.
    var receipt: String?
    /// What is asked; nil: there is nothing to choose.
    var consent: ConsentNotice?

    static let fields = Fields<ConsentPage> {
        $0.one("frame") { $0.frame }
        $0.text("cookies") { $0.cookies }
        $0.text("state") { $0.state }
        $0.maybe("signal") { $0.signal }
        $0.maybe("done") { $0.done }
        $0.maybe("error") { $0.error }
        $0.maybe("receipt") { $0.receipt }
        $0.one("consent") { $0.consent }
    }
}
