import Site
import Templates

/// `/AGENCY/me/`: where sign-in lands. A person's clients, each a link into its pages.
struct MePage: ServerPage {
    static let template = "portal/me"

    /// One client that the person may open.
    struct Client: Renderable, Sendable {
        let href: String
        let name: String
        /// Such as `2 open cases`.
        let about: String
        /// Such as `1 unpaid invoice`; nil when nothing is unpaid.
        let unpaid: String?
        /// Such as `2 papers to send`; nil when nothing is asked for.
        var papers: String?

        static let fields = Fields<Client> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
            $0.maybe("unpaid") { $0.unpaid }
            $0.maybe("papers") { $0.papers }
        }
    }

    /// Something that waits for this person.
    struct Waiting: Renderable, Sendable {
        let href: String
        let title: String
        let about: String
        /// Such as `2 unread messages`; nil where the title says it.
        let count: String?

        static let fields = Fields<Waiting> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.maybe("count") { $0.count }
        }
    }

    /// Something new, and the way to it.
    struct News: Renderable, Sendable {
        let href: String
        let title: String
        /// What it is and whose, such as `Call · Lease of the office`.
        let about: String
        /// The day for machines, `2026-03-01`.
        let iso: String
        let date: String
        /// Whether it came after the person's last visit.
        var isNew = false

        static let fields = Fields<News> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("iso") { $0.iso }
            $0.text("date") { $0.date }
            $0.flag("isNew") { $0.isNew }
        }
    }

    /// A policy that changes on a day to come.
    struct Soon: Renderable, Sendable {
        let sentence: String
        /// What changes.
        let href: String

        static let fields = Fields<Soon> {
            $0.text("sentence") { $0.sentence }
            $0.text("href") { $0.href }
        }
    }

    let frame: Frame
    let greeting: String
    let clients: [Client]
    /// The newest first.
    let news: [News]
    /// The way to the staff's pages, for staff.
    let staff: String?
    var waiting: [Waiting] = []
    var soon: [Soon] = []

    static let fields = Fields<MePage> {
        $0.one("frame") { $0.frame }
        $0.text("greeting") { $0.greeting }
        $0.list("clients") { $0.clients }
        $0.flag("hasClients") { !$0.clients.isEmpty }
        $0.list("news") { $0.news }
        $0.flag("hasNews") { !$0.news.isEmpty }
        $0.flag("hasChoice") { $0.clients.count > 1 }
        $0.flag("isEmpty") { $0.clients.isEmpty && $0.staff == nil }
        $0.maybe("staff") { $0.staff }
        $0.list("waiting") { $0.waiting }
        $0.list("soon") { $0.soon }
        $0.flag("hasWaiting") { !$0.waiting.isEmpty }
    }
}
