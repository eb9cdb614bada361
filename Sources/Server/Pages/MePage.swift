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

        static let fields = Fields<Client> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
            $0.maybe("unpaid") { $0.unpaid }
        }
    }

    let frame: Frame
    let greeting: String
    let clients: [Client]
    /// The way to the staff's pages, for staff.
    let staff: String?

    static let fields = Fields<MePage> {
        $0.one("frame") { $0.frame }
        $0.text("greeting") { $0.greeting }
        $0.list("clients") { $0.clients }
        $0.flag("hasClients") { !$0.clients.isEmpty }
        $0.flag("hasChoice") { $0.clients.count > 1 }
        $0.flag("isEmpty") { $0.clients.isEmpty && $0.staff == nil }
        $0.maybe("staff") { $0.staff }
    }
}
