import Site
import Templates

/// `/AGENCY/staff/`: the clients that a member of staff may see, as a table to filter and sort.
struct StaffClientsPage: ServerPage {
    static let template = "staff/clients"

    /// A heading of the table, and the way to sort by it.
    struct Column: Renderable, Sendable {
        let label: String
        let href: String
        /// `ascending` or `descending` where the table is sorted by it (the values of aria-sort).
        let sorted: String?
        let isNumber: Bool

        static let fields = Fields<Column> {
            $0.text("label") { $0.label }
            $0.text("href") { $0.href }
            $0.maybe("sorted") { $0.sorted }
            $0.flag("isDown") { $0.sorted == "descending" }
            $0.flag("isNumber") { $0.isNumber }
        }
    }

    struct Row: Renderable, Sendable {
        let name: String
        let href: String
        /// Where it is, such as the city.
        let about: String
        let cases: String
        let unpaid: String
        /// Whether something is owed.
        let owes: Bool
        let contacts: String
        let isArchived: Bool
        /// The client's own pages.
        let asClient: String

        static let fields = Fields<Row> {
            $0.text("name") { $0.name }
            $0.text("href") { $0.href }
            $0.maybe("about") { $0.about }
            $0.text("cases") { $0.cases }
            $0.text("unpaid") { $0.unpaid }
            $0.flag("owes") { $0.owes }
            $0.text("contacts") { $0.contacts }
            $0.flag("isArchived") { $0.isArchived }
            $0.text("asClient") { $0.asClient }
        }
    }

    let frame: Frame
    /// How many of how many are shown.
    let showing: String
    /// What was searched for.
    let query: String
    let states: [FormField.Option]
    /// The order, to keep it when the filter changes.
    let sort: String
    let columns: [Column]
    let rows: [Row]
    /// Whether the filter leaves something out that the plain list would show.
    let isFiltered: Bool
    let newHref: String
    let export: String
    /// The list as it is without a filter.
    let plain: String
    let previous: String?
    let next: String?
    /// Such as `Page 2 of 3`; nil when there is one only.
    let place: String?
    /// What the person has just done.
    let done: String?
    /// The address of find.js.
    let script: String?

    static let fields = Fields<StaffClientsPage> {
        $0.one("frame") { $0.frame }
        $0.text("showing") { $0.showing }
        $0.text("query") { $0.query }
        $0.list("states") { $0.states }
        $0.text("sort") { $0.sort }
        $0.list("columns") { $0.columns }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.flag("isFiltered") { $0.isFiltered }
        $0.text("newHref") { $0.newHref }
        $0.text("export") { $0.export }
        $0.text("plain") { $0.plain }
        $0.maybe("previous") { $0.previous }
        $0.maybe("next") { $0.next }
        $0.maybe("place") { $0.place }
        $0.maybe("done") { $0.done }
        $0.maybe("script") { $0.script }
    }
}
