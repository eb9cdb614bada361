import Site
import Templates

/// `/AGENCY/staff/`: the clients that a member of staff may see, with their open cases.
struct StaffClientsPage: ServerPage {
    static let template = "staff/clients"

    struct Client: Renderable, Sendable {
        /// Identifies the heading in the page.
        let anchor: String
        let name: String
        /// How many open cases and unpaid invoices.
        let about: String
        /// The client's own pages.
        let href: String
        let cases: [CaseRow]

        static let fields = Fields<Client> {
            $0.text("anchor") { $0.anchor }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
            $0.text("href") { $0.href }
            $0.list("cases") { $0.cases }
            $0.flag("hasCases") { !$0.cases.isEmpty }
        }
    }

    struct CaseRow: Renderable, Sendable {
        let href: String
        let title: String
        /// Since when.
        let about: String
        /// `open`, `waiting`, `closed`: what the style goes by.
        let state: String
        let status: String

        static let fields = Fields<CaseRow> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
        }
    }

    let frame: Frame
    let summary: String
    let clients: [Client]

    static let fields = Fields<StaffClientsPage> {
        $0.one("frame") { $0.frame }
        $0.text("summary") { $0.summary }
        $0.list("clients") { $0.clients }
        $0.flag("hasClients") { !$0.clients.isEmpty }
    }
}
