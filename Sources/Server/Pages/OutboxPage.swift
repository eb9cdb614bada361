import Site
import Templates

/// `/AGENCY/staff/mail/`: each letter, how far it has come, and what the mail server said last.
struct OutboxPage: ServerPage {
    static let template = "staff/mail"

    struct Entry: Renderable, Sendable {
        let subject: String
        /// Name and address of the recipient.
        let to: String
        /// What sort of letter, when.
        let about: String
        /// `waiting`, `sending`, `sent`, `failed`, `skipped`: what the style goes by.
        let state: String
        let status: String
        /// What the server said last, or why nothing was sent; nil when there is nothing to say.
        let reply: String?
        /// That it may have arrived twice.
        let doubt: String?
        /// Where the form that sends it again goes.
        let again: String?

        static let fields = Fields<Entry> {
            $0.text("subject") { $0.subject }
            $0.text("to") { $0.to }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.maybe("reply") { $0.reply }
            $0.maybe("doubt") { $0.doubt }
            $0.maybe("again") { $0.again }
        }
    }

    /// What a test came to.
    struct Trial: Renderable, Sendable {
        let isTaken: Bool
        let sentence: String
        let dialogue: [String]

        static let fields = Fields<Trial> {
            $0.flag("isTaken") { $0.isTaken }
            $0.text("sentence") { $0.sentence }
            $0.texts("dialogue") { $0.dialogue }
            $0.flag("hasDialogue") { !$0.dialogue.isEmpty }
        }
    }

    let frame: Frame
    /// Where letters go.
    let lead: String
    /// All, waiting, sent, failed; each a link.
    let parts: [Frame.Item]
    let entries: [Entry]
    /// The way to the older ones.
    let older: String?
    /// What was done.
    let done: String?
    /// Where the form of a test goes.
    let test: String
    let trial: Trial?

    static let fields = Fields<OutboxPage> {
        $0.one("frame") { $0.frame }
        $0.text("lead") { $0.lead }
        $0.list("parts") { $0.parts }
        $0.list("entries") { $0.entries }
        $0.flag("hasEntries") { !$0.entries.isEmpty }
        $0.maybe("older") { $0.older }
        $0.maybe("done") { $0.done }
        $0.text("test") { $0.test }
        $0.one("trial") { $0.trial }
    }
}
