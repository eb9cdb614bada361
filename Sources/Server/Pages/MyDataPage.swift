import Site
import Templates

/// `/AGENCY/me/data/`: what there is of a person, and what they can do about it.
struct MyDataPage: ServerPage {
    static let template = "portal/data"

    /// One request.
    struct Request: Renderable, Sendable {
        let title: String
        let about: String
        let state: String
        let status: String
        /// The agency's answer; empty while there is none.
        let outcome: String
        /// The corrections that it asks for.
        let changes: [Fact]
        let receipt: String

        static let fields = Fields<Request> {
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.maybe("outcome") { $0.outcome }
            $0.list("changes") { $0.changes }
            $0.text("receipt") { $0.receipt }
        }
    }

    /// What there is, in words, and how much or which.
    struct Fact: Renderable, Sendable {
        let label: String
        let value: String
        /// Where it can be looked at, if anywhere.
        var href: String?

        static let fields = Fields<Fact> {
            $0.text("label") { $0.label }
            $0.text("value") { $0.value }
            $0.maybe("href") { $0.href }
        }
    }

    let frame: Frame
    let account: String
    let done: String?
    let restricted: String?
    let facts: [Fact]
    let rows: [AccountPage.Row]
    let requests: [Request]

    static let fields = Fields<MyDataPage> {
        $0.one("frame") { $0.frame }
        $0.text("account") { $0.account }
        $0.maybe("done") { $0.done }
        $0.maybe("restricted") { $0.restricted }
        $0.list("facts") { $0.facts }
        $0.list("rows") { $0.rows }
        $0.list("requests") { $0.requests }
        $0.flag("hasRequests") { !$0.requests.isEmpty }
    }
}
