import Site
import Templates

/// Who opened what a contact sees of their clients.
struct AccessLogPage: ServerPage {
    static let template = "portal/access"

    struct Row: Renderable, Sendable {
        let instant, time: String
        let name: String
        let about: String
        /// What was opened.
        let what: String

        init(instant: String, time: String, name: String, about: String, what: String) {
            (self.instant, self.time, self.name, self.about, self.what) = (instant, time, name, about, what)
        }

        static let fields = Fields<Row> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
            $0.text("what") { $0.what }
        }
    }

    let frame: Frame
    let account: String
    let rows: [Row]

    static let fields = Fields<AccessLogPage> {
        $0.one("frame") { $0.frame }
        $0.text("account") { $0.account }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
    }
}
