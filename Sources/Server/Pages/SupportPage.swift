import Site
import Templates

/// What was written to the operator, and the form by which more is.
struct SupportPage: FormHolder {
    static let template = "staff/support"

    struct Row: Renderable, Sendable {
        let href, title, about, state, label: String

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
        }
    }

    let frame: Frame
    /// The way back.
    let settings: String
    let done: String?
    var form: Form
    let rows: [Row]

    static let fields = Fields<SupportPage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.maybe("done") { $0.done }
        $0.one("form") { $0.form }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
    }
}

/// One thread with the operator: every message, and the form for the next one.
struct SupportThreadPage: FormHolder {
    static let template = "staff/support-thread"

    struct Message: Renderable, Sendable {
        let instant, time, name, body: String

        static let fields = Fields<Message> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("name") { $0.name }
            $0.text("body") { $0.body }
        }
    }

    let frame: Frame
    /// The way back to all threads.
    let support: String
    let title: String
    let state, label: String
    var form: Form
    let messages: [Message]

    static let fields = Fields<SupportThreadPage> {
        $0.one("frame") { $0.frame }
        $0.text("support") { $0.support }
        $0.text("title") { $0.title }
        $0.text("state") { $0.state }
        $0.text("label") { $0.label }
        $0.one("form") { $0.form }
        $0.list("messages") { $0.messages }
    }
}
