import Site
import Templates

/// The audit log, a page at a time.
struct AuditPage: ServerPage {
    static let template = "staff/audit"

    struct Row: Renderable, Sendable {
        /// RFC 3339, for machines.
        let instant: String
        let time: String
        let who: String
        /// As docs/audit.md names it.
        let action: String
        /// The same in words.
        let did: String
        let subject: String
        /// What it came to, when that is not the usual.
        let outcome: String?
        /// Whether it was refused or failed.
        let isBad: Bool
        let detail: String

        static let fields = Fields<Row> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("who") { $0.who }
            $0.text("action") { $0.action }
            $0.text("did") { $0.did }
            $0.maybe("subject") { $0.subject }
            $0.maybe("outcome") { $0.outcome }
            $0.flag("isBad") { $0.isBad }
            $0.maybe("detail") { $0.detail }
        }
    }

    let frame: Frame
    /// The way back.
    let settings: String
    /// What the list is filtered by.
    let fields: [FormField]
    /// The same as a file.
    let export: String
    let rows: [Row]
    /// On to older entries.
    let older: String?

    static let fields: Fields<AuditPage> = Fields<AuditPage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.list("fields") { $0.fields }
        $0.text("export") { $0.export }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.maybe("older") { $0.older }
    }
}
