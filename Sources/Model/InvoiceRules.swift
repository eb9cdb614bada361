/// What an invoice must be, whether it comes from a folder or a form: facts without words, because each says them in its own.
public enum InvoiceRules {
    /// The longest texts, in characters.
    public static let (description, unit, exemption, notes) = (1000, 20, 300, 5000)
    /// The longest payment reference and provider.
    public static let (paymentReference, provider) = (140, 40)

    /// BT-152 is a percentage from 0 to 100.
    public static func isRate(_ rate: Exact) -> Bool {
        rate.digits >= 0 && rate.isAtMost(100)
    }

    /// BR-27: an item's net price is not negative.
    public static func isPrice(_ price: Exact) -> Bool { price.digits >= 0 }

    /// BR-S-05 and its like: the standard category has a rate, every other one has none.
    public static func fits(_ category: Invoice.TaxCategory, _ rate: Exact) -> Bool {
        rate.isZero != (category == .standard)
    }

    /// Whether EN 16931 wants to be told why there is no VAT (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10); of the other
    /// two it wants not to be (BR-S-10, BR-Z-10).
    public static func wantsExemption(_ category: Invoice.TaxCategory) -> Bool {
        category != .standard && category != .zero
    }

    /// Whether the buyer must be named by its VAT code, because it is the buyer who owes the VAT (BR-AE-02, BR-IC-02).
    public static func wantsBuyerVAT(_ category: Invoice.TaxCategory) -> Bool {
        category == .reverseCharge || category == .intraCommunity
    }

    /// The settings that an agency must have to issue invoices (BR-06, BR-08, BR-09) and has not.
    public static func missing(_ agency: Agency) -> [String] {
        [("legal_name", agency.legalName), ("address", agency.address), ("country", agency.country)]
            .filter { $0.1.isEmpty }.map(\.0)
    }

    /// Whether an invoice may be cancelled by a credit note.
    public static func mayCredit(_ invoice: Invoice, by note: Invoice) -> Bool {
        invoice.client == note.client && invoice.currency == note.currency && invoice.status == .issued
            && invoice.id != note.id && invoice.credits == nil
    }

    /// What is wrong with an issued invoice as a whole.
    public enum Flaw: Hashable, Sendable {
        /// BR-16.
        case noLines
        /// An amount beyond `InvoiceTotals.most`, or no currency.
        case tooLarge
        /// The total is negative, or a credit note has a quantity that is not more than 0: it counts against its invoice.
        case sign
        /// Payments are more than the total.
        case overpaid(paid: Int64, total: Int64)
        /// The credit notes against an invoice are more than its total.
        case overcredited(total: Int64)
    }

    /// The first flaw of an invoice by itself.
    public static func flaw(_ invoice: Invoice) -> Flaw? {
        guard !invoice.lines.isEmpty else { return .noLines }
        guard let currency = Currency(invoice.currency), let totals = InvoiceTotals(invoice.lines, currency: currency),
            [totals.net, totals.tax, totals.gross].allSatisfy({ $0.magnitude <= InvoiceTotals.most.magnitude })
        else { return .tooLarge }
        guard totals.gross >= 0, invoice.credits == nil || invoice.lines.allSatisfy({ $0.quantity.digits > 0 }) else {
            return .sign
        }
        let paid = invoice.payments.reduce(Int64(0)) { $0.addingClamped($1.amount) }
        return paid > totals.gross ? .overpaid(paid: paid, total: totals.gross) : nil
    }

    /// The flaw of an invoice with all credit notes against it.
    /// - Parameter credited: what they come to, minor units.
    public static func flaw(crediting invoice: Invoice, credited: Int64) -> Flaw? {
        guard let currency = Currency(invoice.currency), let totals = InvoiceTotals(invoice.lines, currency: currency) else {
            return .tooLarge
        }
        return credited > totals.gross ? .overcredited(total: totals.gross) : nil
    }
}

extension Exact {
    /// Whether it is that whole number or less.
    public func isAtMost(_ whole: Int64) -> Bool {
        var most = Int128(whole)
        for _ in 0..<scale { most *= 10 }
        return Int128(digits) <= most
    }
}
