import Site
import Templates

/// A message that could not be sent, with what was typed.
struct MessagePage: ServerPage {
    static let template = "portal/message"

    let frame: Frame
    /// Back to where it was written.
    let caseHref: String
    let caseTitle: String
    let letter: LetterForm

    static let fields = Fields<MessagePage> {
        $0.one("frame") { $0.frame }
        $0.text("caseHref") { $0.caseHref }
        $0.text("caseTitle") { $0.caseTitle }
        $0.one("letter") { $0.letter }
    }
}
