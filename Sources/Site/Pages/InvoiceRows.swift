import Model
import Templates

/// One of the invoice's days (BT-2, BT-9, BT-73 and BT-74).
struct Term: Renderable {
    let label, text: String
    /// Nil for a span of days.
    let iso: String?

    static func all(_ one: ShownInvoice, _ setting: Setting) -> [Term] {
        let (words, formats, invoice) = (setting.words, setting.formats, one.invoice)
        func day(_ word: String, _ day: Day) -> Term {
            Term(label: words.text(word), text: formats.day(day), iso: day.text)
        }
        var terms = [day("invoice.issued", one.issued)]
        if let due = invoice.due { terms.append(day("invoice.due", due)) }
        switch (invoice.serviceFrom, invoice.serviceTo) {
        case (let from?, let to?) where from != to:
            let values = ["from": formats.shortDay(from), "to": formats.shortDay(to)]
            let label = words.text("invoice.service")
            terms.append(Term(label: label, text: words.text("invoice.service-span", values), iso: nil))
        case (let only?, _), (nil, let only?): terms.append(day("invoice.service", only))
        case (nil, nil): break
        }
        return terms
    }

    static let fields = Fields<Term> {
        $0.text("label") { $0.label }
        $0.text("text") { $0.text }
        $0.maybe("iso") { $0.iso }
    }
}

/// One line of the invoice (BG-25).
struct LineRow: Renderable {
    let description, quantity, unitPrice, rate, net, exemption: String

    init(_ line: Invoice.Line, net: Int64, _ one: ShownInvoice, _ setting: Setting) {
        let formats = setting.formats
        (description, exemption) = (line.description, line.exemption)
        quantity = [formats.number(line.quantity), line.unit].filter { !$0.isEmpty }.joined(separator: "\u{A0}")
        unitPrice = formats.price(line.unitPrice, one.currency)
        // What is not subject to VAT has no rate (BR-O-05).
        rate = line.taxCategory == .outOfScope ? "–" : formats.percent(line.taxRate)
        self.net = formats.money(one.money(net))
    }

    static let fields = Fields<LineRow> {
        $0.text("description") { $0.description }
        $0.maybe("exemption") { $0.exemption }
        $0.text("quantity") { $0.quantity }
        $0.text("unitPrice") { $0.unitPrice }
        $0.text("rate") { $0.rate }
        $0.text("net") { $0.net }
    }
}

/// VAT of one category and rate (BG-23).
struct TaxRow: Renderable {
    let rate, taxable, amount: String

    init(_ tax: InvoiceTotals.Tax, _ one: ShownInvoice, _ setting: Setting) {
        let percent = setting.formats.percent(tax.rate)
        rate = setting.words.text("invoice.tax.\(tax.category.rawValue)", tax.category == .standard ? ["rate": percent] : [:])
        taxable = setting.formats.money(one.money(tax.taxable))
        amount = setting.formats.money(one.money(tax.amount))
    }

    static let fields = Fields<TaxRow> {
        $0.text("rate") { $0.rate }
        $0.text("taxable") { $0.taxable }
        $0.text("amount") { $0.amount }
    }
}

/// One of the sums (BG-22).
struct TotalRow: Renderable {
    let label, amount: String
    /// `total` or `due`: how much weight it gets.
    let kind: String?

    static func all(_ one: ShownInvoice, _ setting: Setting) -> [TotalRow] {
        func row(_ word: String, _ minor: Int64, _ kind: String? = nil) -> TotalRow {
            TotalRow(label: setting.words.text(word), amount: setting.formats.money(one.money(minor)), kind: kind)
        }
        var rows = [row("invoice.net-total", one.totals.net), row("invoice.vat-total", one.totals.tax)]
        if one.isCreditNote { return rows + [row("invoice.total-credited", one.totals.gross, "due")] }
        rows.append(row("invoice.total", one.totals.gross, "total"))
        if one.credited > 0 { rows.append(row("invoice.credited", -one.credited)) }
        if one.paid > 0 { rows.append(row("invoice.paid", -one.paid)) }
        return rows + [row("invoice.to-pay", one.owed, "due")]
    }

    static let fields = Fields<TotalRow> {
        $0.text("label") { $0.label }
        $0.text("amount") { $0.amount }
        $0.maybe("kind") { $0.kind }
    }
}

/// Money received.
struct PaymentRow: Renderable {
    let iso, date, provider, reference, amount: String

    init(_ payment: Invoice.Payment, _ one: ShownInvoice, _ setting: Setting) {
        (iso, date, reference) = (payment.day.text, setting.formats.shortDay(payment.day), payment.reference)
        let known = ["bank", "card", "cash", "paysera"].contains(payment.provider)
        provider = known ? setting.words.text("invoice.provider.\(payment.provider)") : payment.provider
        amount = setting.formats.money(one.money(payment.amount))
    }

    static let fields = Fields<PaymentRow> {
        $0.text("iso") { $0.iso }
        $0.text("date") { $0.date }
        $0.text("provider") { $0.provider }
        $0.text("reference") { $0.reference }
        $0.text("amount") { $0.amount }
    }
}

/// A credit note against the invoice.
struct CreditNoteRow: Renderable {
    let href, number, iso, date, amount: String

    init(_ note: ShownInvoice.CreditNote, _ one: ShownInvoice, _ setting: Setting) {
        href = setting.base + PagePath.invoice(note.number)
        (number, iso, date) = (note.number, note.issued.text, setting.formats.shortDay(note.issued))
        amount = setting.formats.money(one.money(-note.gross))
    }

    static let fields = Fields<CreditNoteRow> {
        $0.text("href") { $0.href }
        $0.text("number") { $0.number }
        $0.text("iso") { $0.iso }
        $0.text("date") { $0.date }
        $0.text("amount") { $0.amount }
    }
}
