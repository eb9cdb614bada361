import Model

/// An issued invoice or credit note with what it adds up to on a day.
struct ShownInvoice: Sendable {
    let invoice: Invoice
    let currency: Currency
    let totals: InvoiceTotals
    let issued: Day
    /// The sum of its payments, minor units.
    let paid: Int64
    /// The sum of the credit notes against it, minor units.
    let credited: Int64
    let state: InvoiceState
    /// Of a credit note: the number of the invoice that it cancels, and whether that has a page here.
    let creditsNumber: String?
    let creditsHasPage: Bool
    /// Issued credit notes against it, in the order of the list.
    let creditNotes: [CreditNote]
    /// Whether it is shown to staff only, before it is issued: nothing can be paid yet.
    var isDraft = false

    struct CreditNote: Sendable {
        let number: String
        let issued: Day
        let gross: Int64
    }

    var isCreditNote: Bool { invoice.credits != nil }

    /// What is still to be paid (BT-115), never below nothing.
    var owed: Int64 {
        switch state {
        case .open, .partPaid, .overdue: max(0, totals.gross.subtractingClamped(paid).subtractingClamped(credited))
        case .draft, .paid, .cancelled, .creditNote: 0
        }
    }

    func money(_ minor: Int64) -> Money { Money(minor: minor, currency: currency) }

    /// The first day on which a page that tells its state may differ: the day after the due date while something is owed.
    func changes(after today: Day) -> Day? {
        guard owed > 0, let due = invoice.due, due >= today else { return nil }
        return due.adding(days: 1)
    }

    /// The issued ones of a client, in the order of the records.
    /// - Throws: `Refusal(.failed)` when amounts do not fit 64 bits or a currency is none.
    static func all(_ records: [InvoiceRecords], today: Day) throws -> [ShownInvoice] {
        var sums: [(records: InvoiceRecords, issued: Day, currency: Currency, totals: InvoiceTotals)] = []
        for record in records {
            guard record.invoice.status == .issued, let issued = record.invoice.issued else { continue }
            guard let currency = Currency(record.invoice.currency),
                let totals = InvoiceTotals(record.invoice.lines, currency: currency)
            else { throw Refusal(.failed, "refusal.invoice.amounts", ["number": record.invoice.number]) }
            sums.append((record, issued, currency, totals))
        }
        let numbered = Set(sums.map(\.records.invoice.id))
        var against: [ID<Invoice>: [CreditNote]] = [:]
        for sum in sums {
            guard let credited = sum.records.invoice.credits else { continue }
            let note = CreditNote(number: sum.records.invoice.number, issued: sum.issued, gross: sum.totals.gross)
            against[credited, default: []].append(note)
        }
        return sums.map { sum in
            let invoice = sum.records.invoice
            let paid = invoice.payments.reduce(Int64(0)) { $0.addingClamped($1.amount) }
            return ShownInvoice(
                invoice: invoice, currency: sum.currency, totals: sum.totals, issued: sum.issued, paid: paid,
                credited: sum.records.credited,
                state: InvoiceState(
                    invoice, gross: sum.totals.gross, paid: paid, credited: sum.records.credited, today: today),
                creditsNumber: sum.records.creditsNumber,
                creditsHasPage: invoice.credits.map(numbered.contains) ?? false,
                creditNotes: against[invoice.id] ?? [])
        }
    }

}

/// What is still to be paid in one currency.
struct Unpaid: Sendable {
    let money: Money
    let count: Int

    /// One for each currency, by code.
    static func sums(_ invoices: [ShownInvoice]) -> [Unpaid] {
        var sums: [String: Unpaid] = [:]
        for invoice in invoices where invoice.owed > 0 {
            let before = sums[invoice.currency.code]
            let minor = (before?.money.minor ?? 0).addingClamped(invoice.owed)
            sums[invoice.currency.code] = Unpaid(money: invoice.money(minor), count: (before?.count ?? 0) + 1)
        }
        return sums.values.sorted { $0.money.currency.code < $1.money.currency.code }
    }
}
