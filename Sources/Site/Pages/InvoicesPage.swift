import Model
import Templates

/// The list of invoices and credit notes, the newest first.
struct InvoicesPage: Renderable {
    struct Row: Renderable {
        let href, number, total, owed, state, status: String
        let issued: DayText
        let due: DayText?
        let isCreditNote: Bool

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("number") { $0.number }
            $0.flag("isCreditNote") { $0.isCreditNote }
            $0.one("issued") { $0.issued }
            $0.one("due") { $0.due }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.text("total") { $0.total }
            $0.text("owed") { $0.owed }
        }
    }

    /// What they come to in one currency.
    struct Sum: Renderable {
        let currency, invoiced, credited, paid, owed: String

        static let fields = Fields<Sum> {
            $0.text("currency") { $0.currency }
            $0.text("invoiced") { $0.invoiced }
            $0.text("credited") { $0.credited }
            $0.text("paid") { $0.paid }
            $0.text("owed") { $0.owed }
        }
    }

    let frame: Frame
    let client: String
    /// Where the account is read for a range of days.
    let statementHref: String
    let sums: [Sum]
    let unpaid: [UnpaidLine]
    let invoices: [Row]

    init(_ shown: Shown, _ setting: Setting) {
        (frame, client, statementHref) = (setting.frame, shown.client.name, setting.base + "statement")
        sums = InvoicesPage.sums(shown.invoices, setting)
        unpaid = Unpaid.sums(shown.invoices).map { UnpaidLine($0, setting) }
        invoices = shown.invoices.map { InvoicesPage.row($0, setting) }
    }

    /// One for each currency, by code.
    private static func sums(_ invoices: [ShownInvoice], _ setting: Setting) -> [Sum] {
        Dictionary(grouping: invoices, by: \.currency).sorted { $0.key.code < $1.key.code }.map { currency, invoices in
            func sum(_ amount: (ShownInvoice) -> Int64) -> String {
                let minor = invoices.reduce(Int64(0)) { $0.addingClamped(amount($1)) }
                return setting.formats.money(Money(minor: minor, currency: currency))
            }
            return Sum(
                currency: currency.code, invoiced: sum { $0.isCreditNote ? 0 : $0.totals.gross },
                credited: sum { $0.isCreditNote ? $0.totals.gross : 0 }, paid: sum(\.paid), owed: sum(\.owed))
        }
    }

    private static func row(_ one: ShownInvoice, _ setting: Setting) -> Row {
        // A credit note takes away, and its total is written so.
        let total = one.isCreditNote ? -one.totals.gross : one.totals.gross
        return Row(
            href: setting.base + PagePath.invoice(one.invoice.number), number: one.invoice.number,
            total: setting.formats.money(one.money(total)), owed: setting.formats.money(one.money(one.owed)),
            state: one.state.rawValue, status: setting.words.text("invoice.state.\(one.state.rawValue)"),
            issued: DayText(short: one.issued, setting), due: one.invoice.due.map { DayText(short: $0, setting) },
            isCreditNote: one.isCreditNote)
    }

    static let fields = Fields<InvoicesPage> {
        $0.one("frame") { $0.frame }
        $0.text("client") { $0.client }
        $0.text("statementHref") { $0.statementHref }
        $0.list("sums") { $0.sums }
        $0.flag("hasUnpaid") { !$0.unpaid.isEmpty }
        $0.list("unpaid") { $0.unpaid }
        $0.flag("hasInvoices") { !$0.invoices.isEmpty }
        $0.list("invoices") { $0.invoices }
    }
}

/// A day for machines and for people.
struct DayText: Renderable {
    let iso, date: String

    init(short day: Day, _ setting: Setting) {
        (iso, date) = (day.text, setting.formats.shortDay(day))
    }

    static let fields = Fields<DayText> {
        $0.text("iso") { $0.iso }
        $0.text("date") { $0.date }
    }
}
