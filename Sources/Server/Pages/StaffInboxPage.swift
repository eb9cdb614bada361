import Site
import Templates

/// `/AGENCY/staff/inbox/`: what came from clients since a member of staff last looked.
struct StaffInboxPage: ServerPage {
    static let template = "staff/inbox"

    /// What came on one case.
    struct Row: Renderable, Sendable {
        let href: String
        let title: String
        let client: String
        /// The newest message: who wrote it, and how it begins.
        let latest: String?
        /// Of files, the first few.
        let names: String
        /// Such as `2 messages`.
        let counts: [String]
        let instant: String
        let time: String

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("client") { $0.client }
            $0.maybe("latest") { $0.latest }
            $0.maybe("names") { $0.names }
            $0.texts("counts") { $0.counts }
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
        }
    }

    let frame: Frame
    /// When the list was made: what comes later is not seen by sending the form.
    let until: String
    /// The newest first.
    let rows: [Row]

    static let fields = Fields<StaffInboxPage> {
        $0.one("frame") { $0.frame }
        $0.text("until") { $0.until }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
    }
}
