import Model
public import Templates

/// One invoice or credit note, in the order of EN 16931: seller, client, number and days, lines, VAT by rate, totals, how to
/// pay, payments.
struct InvoicePage: Renderable {
    let frame: Frame
    let base: String
    let kind, number, state, status: String
    let seller, client: Party
    let terms: [Term]
    let credits: CreditedInvoice?
    let lines: [LineRow]
    let taxes: [TaxRow]
    let totals: [TotalRow]
    let pay: HowToPay?
    let payments: [PaymentRow]
    let creditNotes: [CreditNoteRow]
    let notes: String

    init(_ one: ShownInvoice, _ setting: Setting) throws {
        let words = setting.words
        (frame, base, number, notes) = (setting.frame, setting.base, one.invoice.number, one.invoice.notes)
        kind = words.text(one.isCreditNote ? "invoice.credit-note" : "invoice.invoice")
        (state, status) = (one.state.rawValue, words.text("invoice.state.\(one.state.rawValue)"))
        // A draft names whom it would name if it were issued now.
        seller = Party(one.invoice.seller ?? InvoiceParty(setting.agency), setting)
        client = Party(one.invoice.buyer ?? InvoiceParty(setting.client), setting)
        terms = Term.all(one, setting)
        credits = one.creditsNumber.map { credited in
            CreditedInvoice(number: credited, href: one.creditsHasPage ? setting.base + PagePath.invoice(credited) : nil)
        }
        lines = zip(one.invoice.lines, one.totals.lines).sorted { $0.0.position < $1.0.position }
            .map { LineRow($0, net: $1, one, setting) }
        taxes = one.totals.taxes.map { TaxRow($0, one, setting) }
        totals = TotalRow.all(one, setting)
        pay = HowToPay(one, setting)
        payments = one.invoice.payments.sorted { ($0.day, $0.id) < ($1.day, $1.id) }.map { PaymentRow($0, one, setting) }
        creditNotes = one.creditNotes.map { CreditNoteRow($0, one, setting) }
    }

    static let fields = Fields<InvoicePage> {
        $0.one("frame") { $0.frame }
        $0.text("invoicesHref") { $0.base + "invoices/" }
        $0.text("title") { $0.kind + " " + $0.number }
        $0.text("kind") { $0.kind }
        $0.text("number") { $0.number }
        $0.text("state") { $0.state }
        $0.text("status") { $0.status }
        $0.one("seller") { $0.seller }
        $0.one("client") { $0.client }
        $0.list("terms") { $0.terms }
        $0.one("credits") { $0.credits }
        $0.list("lines") { $0.lines }
        $0.list("taxes") { $0.taxes }
        $0.list("totals") { $0.totals }
        $0.one("pay") { $0.pay }
        $0.flag("hasPayments") { !$0.payments.isEmpty }
        $0.list("payments") { $0.payments }
        $0.flag("hasCreditNotes") { !$0.creditNotes.isEmpty }
        $0.list("creditNotes") { $0.creditNotes }
        $0.maybe("notes") { $0.notes }
    }
}

/// Seller or buyer (BG-4, BG-7) as an address block.
public struct Party: Renderable, Sendable {
    let name: String
    let lines: [String]

    init(_ party: InvoiceParty, _ setting: Setting) {
        let words = setting.words
        name = party.name
        let place = Party.joined(party.postcode, party.city)
        let code = party.companyCode.isEmpty ? "" : words.text("invoice.company-code", ["code": party.companyCode])
        let vat = party.vat.isEmpty ? "" : words.text("invoice.vat-code", ["code": party.vat])
        lines = [party.address, place, setting.formats.country(party.country), code, vat, party.email, party.phone].filter {
            !$0.isEmpty
        }
    }

    private static func joined(_ parts: String...) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// By which it is filled into its template.
    public static let fields = Fields<Party> {
        $0.text("name") { $0.name }
        $0.texts("lines") { $0.lines }
    }
}

/// The invoice that a credit note cancels (BT-25).
struct CreditedInvoice: Renderable {
    let number: String
    let href: String?

    static let fields = Fields<CreditedInvoice> {
        $0.text("number") { $0.number }
        $0.maybe("creditsHref") { $0.href }
    }
}
