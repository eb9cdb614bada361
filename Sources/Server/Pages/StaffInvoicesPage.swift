import Site
import Templates

/// `/AGENCY/staff/invoices/`: the invoices and drafts of the clients whom a member of staff may see.
struct StaffInvoicesPage: ServerPage {
    static let template = "staff/invoices"

    /// A choice among states, as a link.
    struct Tab: Renderable, Sendable {
        let label, href: String
        let isCurrent: Bool

        static let fields = Fields<Tab> {
            $0.text("label") { $0.label }
            $0.text("href") { $0.href }
            $0.flag("isCurrent") { $0.isCurrent }
        }
    }

    /// A heading of the table: sorts by its column.
    struct Heading: Renderable, Sendable {
        let label, href: String
        /// `ascending` or `descending` on the one column that the list is sorted by (the values of aria-sort).
        let sorted: String?
        let isNumber: Bool

        static let fields = Fields<Heading> {
            $0.text("label") { $0.label }
            $0.text("href") { $0.href }
            $0.maybe("sorted") { $0.sorted }
            $0.flag("isNumber") { $0.isNumber }
        }
    }

    struct Row: Renderable, Sendable {
        let href, name, client, state, status, total, owed: String
        let isCreditNote: Bool
        let issued, due: DayCell?
        /// How long it has been due.
        let late: String?

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("client") { $0.client }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.text("total") { $0.total }
            $0.text("owed") { $0.owed }
            $0.flag("isCreditNote") { $0.isCreditNote }
            $0.one("issued") { $0.issued }
            $0.one("due") { $0.due }
            $0.maybe("late") { $0.late }
        }
    }

    /// What is filtered comes to in one currency.
    struct Total: Renderable, Sendable {
        let count, total, owed: String

        static let fields = Fields<Total> {
            $0.text("count") { $0.count }
            $0.text("total") { $0.total }
            $0.text("owed") { $0.owed }
        }
    }

    let frame: Frame
    let newHref, csvHref: String
    /// What was done before one came here.
    let done: String?
    let tabs: [Tab]
    /// The form that looks for something: what stands in it, and what it keeps.
    let query: String
    let clients: [FormField.Option]
    let kept: [FormField]
    /// How many there are, and which of them are shown.
    let summary: String
    let totals: [Total]
    let headings: [Heading]
    let rows: [Row]
    let previous, next: String?
    /// Without any filter; nil when none is set.
    let clear: String?

    static let fields = Fields<StaffInvoicesPage> {
        $0.one("frame") { $0.frame }
        $0.text("newHref") { $0.newHref }
        $0.text("csvHref") { $0.csvHref }
        $0.maybe("done") { $0.done }
        $0.list("tabs") { $0.tabs }
        $0.text("query") { $0.query }
        $0.list("clients") { $0.clients }
        $0.list("kept") { $0.kept }
        $0.text("summary") { $0.summary }
        $0.list("totals") { $0.totals }
        $0.flag("hasTotals") { !$0.totals.isEmpty }
        $0.list("headings") { $0.headings }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.maybe("previous") { $0.previous }
        $0.maybe("next") { $0.next }
        $0.flag("hasPages") { $0.previous != nil || $0.next != nil }
        $0.maybe("clear") { $0.clear }
    }
}

/// A day in a table, for machines and for people.
struct DayCell: Renderable, Sendable {
    let iso, date: String

    static let fields = Fields<DayCell> {
        $0.text("iso") { $0.iso }
        $0.text("date") { $0.date }
    }
}
