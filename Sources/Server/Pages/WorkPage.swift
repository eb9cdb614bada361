import Site
import Templates

/// `/AGENCY/staff/work/`: what a member of staff has to do.
struct WorkPage: ServerPage {
    static let template = "staff/work"

    /// A list of cases.
    struct List: Renderable, Sendable {
        /// Identifies the heading in the page.
        let anchor: String
        let title: String
        /// What is said when there are none.
        let empty: String
        let cases: [Row]

        static let fields = Fields<List> {
            $0.text("anchor") { $0.anchor }
            $0.text("title") { $0.title }
            $0.text("count") { String($0.cases.count) }
            $0.text("empty") { $0.empty }
            $0.list("cases") { $0.cases }
            $0.flag("hasCases") { !$0.cases.isEmpty }
        }
    }

    struct Row: Renderable, Sendable {
        let href: String
        let title: String
        let client: String
        /// The stage, who looks after it, when something happened.
        let about: String
        let due: String?
        /// `overdue`, or the status: what the style goes by.
        let state: String
        let status: String

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("client") { $0.client }
            $0.text("about") { $0.about }
            $0.maybe("due") { $0.due }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
        }
    }

    let frame: Frame
    let greeting: String
    /// The day it is, for people.
    let today: String
    let mine: List
    let others: [List]

    static let fields = Fields<WorkPage> {
        $0.one("frame") { $0.frame }
        $0.text("greeting") { $0.greeting }
        $0.text("today") { $0.today }
        $0.one("mine") { $0.mine }
        $0.list("others") { $0.others }
    }
}
