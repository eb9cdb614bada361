import Site
import Templates

/// `/AGENCY/staff/requests/`: what people ask about their data, what is open first; and whose data is restricted.
struct RequestsPage: ServerPage {
    static let template = "staff/requests"

    struct Row: Renderable, Sendable {
        let href: String
        let title: String
        let about: String
        let state: String
        let status: String

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
        }
    }

    let frame: Frame
    let settings: String
    let new: String
    let done: String?
    let rows: [Row]
    let restrictions: [Row]

    static let fields = Fields<RequestsPage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.text("new") { $0.new }
        $0.maybe("done") { $0.done }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.list("restrictions") { $0.restrictions }
        $0.flag("hasRestrictions") { !$0.restrictions.isEmpty }
    }
}

/// `/AGENCY/staff/requests/ID/`: one request, what was done about it, and the form that goes on with it.
struct RequestPage: FormHolder {
    static let template = "staff/request"

    struct Step: Renderable, Sendable {
        let instant: String
        let time: String
        let what: String
        let who: String
        let words: String

        static let fields = Fields<Step> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("what") { $0.what }
            $0.text("who") { $0.who }
            $0.maybe("said") { $0.words }
        }
    }

    var frame: Frame
    var requests: String
    var title: String
    var state: String
    var status: String
    var facts: [MyDataPage.Fact]
    /// The corrections that are asked for: what stands, and what should.
    var changes: [MyDataPage.Fact]
    /// What the person wrote.
    var words: String
    var outcome: String
    var steps: [Step]
    /// Where the export of the person is asked for; nil where nobody has an account, or it may not be given out.
    var export: String?
    /// Where a link to the copy is sent from; nil as for the export, or where something else is asked for.
    var offer: String?
    var receipt: String
    /// What this kind of request takes.
    var how: String
    var isOpen: Bool
    var form: Form

    static let fields = Fields<RequestPage> {
        $0.one("frame") { $0.frame }
        $0.text("requests") { $0.requests }
        $0.text("title") { $0.title }
        $0.text("state") { $0.state }
        $0.text("status") { $0.status }
        $0.list("facts") { $0.facts }
        $0.flag("hasChanges") { !$0.changes.isEmpty }
        $0.list("changes") { $0.changes }
        $0.maybe("asked") { $0.words }
        $0.maybe("outcome") { $0.outcome }
        $0.list("steps") { $0.steps }
        $0.maybe("export") { $0.export }
        $0.maybe("offer") { $0.offer }
        $0.text("receipt") { $0.receipt }
        $0.text("how") { $0.how }
        $0.flag("isOpen") { $0.isOpen }
        $0.one("form") { $0.form }
    }
}
