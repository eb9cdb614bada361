import Site
import Templates

/// `/AGENCY/me/account/`: what a person can change about their own account, and where they are signed in.
struct AccountPage: ServerPage {
    static let template = "portal/account"

    /// One thing that can be changed, and how it is now.
    struct Row: Renderable, Sendable {
        /// Empty: it only tells.
        let href: String
        let title: String
        let about: String
        var badge: Badge?

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.flag("isLink") { !$0.href.isEmpty }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.list("badges") { $0.badge.map { [$0] } ?? [] }
        }
    }

    /// A state in a word.
    struct Badge: Renderable, Sendable {
        let state: String
        let label: String

        static let fields = Fields<Badge> {
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
        }
    }

    /// One session.
    struct Session: Renderable, Sendable {
        /// What names it in the form that ends it.
        let name: String
        /// Such as `Firefox on Windows`.
        let device: String
        /// From where and when.
        let about: String
        let isThis: Bool

        static let fields = Fields<Session> {
            $0.text("name") { $0.name }
            $0.text("device") { $0.device }
            $0.text("about") { $0.about }
            $0.flag("isThis") { $0.isThis }
        }
    }

    let frame: Frame
    let email: String
    let done: String?
    let rows: [Row]
    /// Where the forms that end sessions are sent.
    let end: String
    let sessions: [Session]

    static let fields = Fields<AccountPage> {
        $0.one("frame") { $0.frame }
        $0.text("email") { $0.email }
        $0.maybe("done") { $0.done }
        $0.list("rows") { $0.rows }
        $0.text("end") { $0.end }
        $0.list("sessions") { $0.sessions }
        $0.flag("hasOthers") { $0.sessions.count > 1 }
    }
}
