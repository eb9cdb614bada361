import Site
import Templates

/// The operator's access: the form by which an owner gives it, and every grant with what it was used for.
struct AccessPage: FormHolder {
    static let template = "staff/access"

    struct Use: Renderable, Sendable {
        let instant, time, what: String

        static let fields = Fields<Use> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("what") { $0.what }
        }
    }

    struct Row: Renderable, Sendable {
        /// Who gave it and why.
        let title: String
        let about: String
        let state, label: String
        /// Where it is ended; nil: it is over.
        let end: String?
        let uses: [Use]

        static let fields = Fields<Row> {
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
            $0.maybe("end") { $0.end }
            $0.flag("hasUses") { !$0.uses.isEmpty }
            $0.list("uses") { $0.uses }
        }
    }

    let frame: Frame
    /// The way back.
    let settings: String
    let done: String?
    /// That the operator needs no grant here; nil: they do.
    let note: String?
    var form: Form
    let rows: [Row]

    static let fields = Fields<AccessPage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.maybe("done") { $0.done }
        $0.maybe("note") { $0.note }
        $0.one("form") { $0.form }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
    }
}
