/// What an invoice adds up to (EN 16931 BG-22 and BG-23), in minor units.
public struct InvoiceTotals: Hashable, Sendable {
    /// The largest total that an invoice may have, in minor units: sums of thousands of them still fit 64 bits.
    public static let most: Int64 = 1_000_000_000_000_000

    /// One VAT category and rate (BG-23).
    public struct Tax: Hashable, Sendable {
        /// Which category (BT-118).
        public let category: Invoice.TaxCategory
        /// The rate of it, in percent (BT-119).
        public let rate: Exact
        /// BT-116, the sum of the net amounts.
        public let taxable: Int64
        /// BT-117, rounded once (BR-CO-17).
        public let amount: Int64
    }

    /// BT-131 of each line, in the order of the lines.
    public let lines: [Int64]
    /// By category and rate, highest rate first.
    public let taxes: [Tax]
    /// BT-109.
    public let net: Int64
    /// BT-110.
    public let tax: Int64
    /// BT-112: net + VAT (BR-CO-15).
    public let gross: Int64

    /// Nil when an amount does not fit 64 bits.
    public init?(_ lines: [Invoice.Line], currency: Currency) {
        var nets: [Int64] = []
        var net: Int64 = 0
        var byRate: [TaxKey: Int64] = [:]
        for line in lines {
            guard let amount = line.quantity.multiplied(by: line.unitPrice, places: currency.digits) else { return nil }
            guard let sum = checked(net, amount), let ofRate = checked(byRate[TaxKey(line)] ?? 0, amount) else { return nil }
            nets.append(amount)
            net = sum
            byRate[TaxKey(line)] = ofRate
        }
        var tax: Int64 = 0
        var taxes: [Tax] = []
        for (key, taxable) in byRate.sorted(by: { $0.key < $1.key }) {
            let base = Exact(digits: taxable, scale: 0)
            guard let amount = base.multiplied(by: key.rate, places: -2), let sum = checked(tax, amount) else { return nil }
            taxes.append(Tax(category: key.category, rate: key.rate, taxable: taxable, amount: amount))
            tax = sum
        }
        guard let gross = checked(net, tax) else { return nil }
        (self.lines, self.taxes, self.net, self.tax, self.gross) = (nets, taxes, net, tax, gross)
    }

    /// Rates are compared as numbers: 21 and 21.00 are one.
    private struct TaxKey: Hashable, Comparable {
        let category: Invoice.TaxCategory
        let rate: Exact

        init(_ line: Invoice.Line) {
            var (digits, scale) = (line.taxRate.digits, line.taxRate.scale)
            while scale > 0, digits.isMultiple(of: 10) { (digits, scale) = (digits / 10, scale - 1) }
            (category, rate) = (line.taxCategory, Exact(digits: digits, scale: scale))
        }

        /// In billionths of a per cent, so that any two rates compare.
        private var billionths: Int128 {
            var value = Int128(rate.digits)
            for _ in rate.scale..<9 { value *= 10 }
            return value
        }

        static func < (left: TaxKey, right: TaxKey) -> Bool {
            (right.billionths, left.category.rawValue) < (left.billionths, right.category.rawValue)
        }
    }
}

/// The sum, or nil when it does not fit.
private func checked(_ left: Int64, _ right: Int64) -> Int64? {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : sum
}

/// What has become of an invoice on a day: computed, never stored.
public enum InvoiceState: String, Sendable, CaseIterable {
    case draft, open, partPaid, paid, overdue, cancelled, creditNote

    /// - Parameters:
    ///   - gross: the invoice's total, minor units.
    ///   - paid: the sum of its payments.
    ///   - credited: the sum of the totals of issued credit notes against it.
    ///   - today: the day it is for the agency.
    public init(_ invoice: Invoice, gross: Int64, paid: Int64, credited: Int64, today: Day) {
        let owed = gross.subtractingClamped(paid).subtractingClamped(credited)
        self =
            if invoice.status == .draft {
                .draft
            } else if invoice.credits != nil {
                .creditNote
            } else if credited >= gross && gross > 0 {
                .cancelled
            } else if owed <= 0 {
                .paid
            } else if let due = invoice.due, due < today {
                .overdue
            } else if paid > 0 {
                .partPaid
            } else {
                .open
            }
    }
}
