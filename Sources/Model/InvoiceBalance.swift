/// What an invoice comes to and what is owed of it on a day: computed, never stored.
public struct InvoiceBalance: Hashable, Sendable {
    /// What it comes to.
    public let totals: InvoiceTotals
    /// In which it is.
    public let currency: Currency
    /// The sum of its payments, minor units.
    public let paid: Int64
    /// The sum of the issued credit notes against it, minor units.
    public let credited: Int64
    /// How it stands on that day.
    public let state: InvoiceState

    /// Nil when an amount does not fit or the currency is none.
    public init?(_ invoice: Invoice, credited: Int64, today: Day) {
        guard let currency = Currency(invoice.currency), let totals = InvoiceTotals(invoice.lines, currency: currency) else {
            return nil
        }
        let paid = invoice.payments.reduce(Int64(0)) { $0.addingClamped($1.amount) }
        (self.totals, self.currency, self.paid, self.credited) = (totals, currency, paid, credited)
        state = InvoiceState(invoice, gross: totals.gross, paid: paid, credited: credited, today: today)
    }

    /// What is still to be paid (BT-115), never below nothing.
    public var owed: Int64 {
        switch state {
        case .open, .partPaid, .overdue: max(0, totals.gross.subtractingClamped(paid).subtractingClamped(credited))
        case .draft, .paid, .cancelled, .creditNote: 0
        }
    }

    /// What of its total no credit note has taken back yet.
    public var creditable: Int64 {
        switch state {
        case .draft, .creditNote: 0
        case .open, .partPaid, .overdue, .paid, .cancelled: max(0, totals.gross.subtractingClamped(credited))
        }
    }
}
