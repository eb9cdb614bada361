import Model
import Site
import Templates

/// `/AGENCY/staff/invoices/ID/`: an invoice or draft as its client sees it, with what staff can do with it.
struct StaffInvoicePage: FormHolder {
    static let template = "staff/invoice"

    /// A credit note against it.
    struct Note: Renderable, Sendable {
        let href, name, status, amount: String

        static let fields = Fields<Note> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("status") { $0.status }
            $0.text("amount") { $0.amount }
        }
    }

    /// A payment that can be taken back.
    struct Payment: Renderable, Sendable {
        let id, name: String

        static let fields = Fields<Payment> {
            $0.text("id") { $0.id }
            $0.text("name") { $0.name }
        }
    }

    let frame: Frame
    let listHref, title, client, clientHref: String
    let state, status: String
    /// What was done, or what stood in the way.
    var done, problem, hint: String?
    let sheet: HTML
    let isDraft: Bool
    /// The draft as it was looked at (`FormState`).
    let seen: String
    /// The addresses of what can be done; nil when it cannot.
    let issue, edit, delete, credit: String?
    /// The identity of the credit note that the button makes.
    let creditKey: String
    /// The page that the client sees; nil for a draft.
    let asClient: String?
    /// Records a payment; shown while something is owed.
    var form: Form
    let takesPayment: Bool
    let notes: [Note]
    /// Where a payment is taken back.
    let takeBack: String
    let payments: [Payment]

    static let fields = Fields<StaffInvoicePage> {
        $0.one("frame") { $0.frame }
        $0.text("listHref") { $0.listHref }
        $0.text("title") { $0.title }
        $0.text("client") { $0.client }
        $0.text("clientHref") { $0.clientHref }
        $0.text("badge") { $0.state }
        $0.text("status") { $0.status }
        $0.maybe("done") { $0.done }
        $0.maybe("problem") { $0.problem }
        $0.maybe("problemHint") { $0.hint }
        $0.html("sheet") { $0.sheet }
        $0.flag("isDraft") { $0.isDraft }
        $0.text("seen") { $0.seen }
        $0.maybe("issue") { $0.issue }
        $0.maybe("edit") { $0.edit }
        $0.maybe("delete") { $0.delete }
        $0.maybe("credit") { $0.credit }
        $0.text("creditKey") { $0.creditKey }
        $0.maybe("asClient") { $0.asClient }
        $0.one("form") { $0.takesPayment ? $0.form : nil }
        $0.list("notes") { $0.notes }
        $0.flag("hasNotes") { !$0.notes.isEmpty }
        $0.text("takeBack") { $0.takeBack }
        $0.list("payments") { $0.payments }
        $0.flag("hasPayments") { !$0.payments.isEmpty }
    }
}
