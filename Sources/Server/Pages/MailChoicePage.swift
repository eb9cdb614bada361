import Site
import Templates

/// `/AGENCY/mail`: how often somebody is written to.
struct MailChoicePage: ServerPage {
    static let template = "portal/mail-choice"

    struct Option: Renderable, Sendable {
        let value: String
        let label: String
        let isChosen: Bool

        static let fields = Fields<Option> {
            $0.text("value") { $0.value }
            $0.text("label") { $0.label }
            $0.flag("isChosen") { $0.isChosen }
        }
    }

    let frame: Frame
    let lead: String
    /// Where the form is sent.
    let action: String
    let options: [Option]
    /// Whether a choice was just kept.
    let isDone: Bool

    static let fields = Fields<MailChoicePage> {
        $0.one("frame") { $0.frame }
        $0.text("lead") { $0.lead }
        $0.text("action") { $0.action }
        $0.list("options") { $0.options }
        $0.flag("isDone") { $0.isDone }
    }
}
