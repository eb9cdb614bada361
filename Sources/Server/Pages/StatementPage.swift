import Site
import Templates

/// `/AGENCY/clients/CLIENT/statement`: what happened on a client's account in a range of days.
struct StatementPage: ServerPage {
    static let template = "portal/statement"

    struct Entry: Renderable, Sendable {
        let day: DayCell
        let what: String
        /// The invoice's page.
        let href: String
        let number: String
        /// The reference of a payment.
        let reference: String?
        let amount, balance: String

        static let fields = Fields<Entry> {
            $0.one("day") { $0.day }
            $0.text("what") { $0.what }
            $0.text("href") { $0.href }
            $0.text("number") { $0.number }
            $0.maybe("reference") { $0.reference }
            $0.text("amount") { $0.amount }
            $0.text("balance") { $0.balance }
        }
    }

    /// In one currency.
    struct Account: Renderable, Sendable {
        /// Identifies the heading in the page.
        let anchor, currency: String
        let opening, closing, invoiced, credited, paid: String
        let entries: [Entry]

        static let fields = Fields<Account> {
            $0.text("anchor") { $0.anchor }
            $0.text("currency") { $0.currency }
            $0.text("opening") { $0.opening }
            $0.text("closing") { $0.closing }
            $0.text("invoiced") { $0.invoiced }
            $0.text("credited") { $0.credited }
            $0.text("paid") { $0.paid }
            $0.list("entries") { $0.entries }
        }
    }

    let frame: Frame
    let invoicesHref: String
    let seller, client: Party
    /// The days as people read them.
    let period: String
    let from, to: FormField
    let error: String?
    let accounts: [Account]
    let openingDay, closingDay: DayCell

    static let fields = Fields<StatementPage> {
        $0.one("frame") { $0.frame }
        $0.text("invoicesHref") { $0.invoicesHref }
        $0.one("seller") { $0.seller }
        $0.one("client") { $0.client }
        $0.text("period") { $0.period }
        $0.list("days") { [$0.from, $0.to] }
        $0.maybe("error") { $0.error }
        $0.list("accounts") { $0.accounts }
        $0.flag("hasAccounts") { !$0.accounts.isEmpty }
        $0.flag("isShown") { $0.error == nil }
        $0.one("openingDay") { $0.openingDay }
        $0.one("closingDay") { $0.closingDay }
    }
}
