import Site
import Templates

/// The incidents of the agency with their history and the clock of each.
struct IncidentsPage: ServerPage {
    static let template = "staff/incidents"

    struct Step: Renderable, Sendable {
        let instant, time, what: String
        let texts: [String]

        static let fields = Fields<Step> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("what") { $0.what }
            $0.texts("texts") { $0.texts }
        }
    }

    struct Row: Renderable, Sendable {
        let title, about, state, label: String
        /// Where a step is added; nil: it is closed.
        let add: String?
        let steps: [Step]

        static let fields = Fields<Row> {
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
            $0.maybe("add") { $0.add }
            $0.list("steps") { $0.steps }
        }
    }

    let frame: Frame
    let settings: String
    let done: String?
    let rows: [Row]

    static let fields = Fields<IncidentsPage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.maybe("done") { $0.done }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
    }
}
