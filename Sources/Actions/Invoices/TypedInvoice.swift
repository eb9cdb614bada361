public import Model

/// The lines that a form brings, by the rules that files obey too. Names: `lines[0].description`, `quantity`, `unit`, `price`,
/// `rate`, `category`, `exemption`.
extension TypedForm {
    /// How many lines a form may have.
    static let mostLines = 200

    /// - Parameters:
    ///   - reasons: why there is no VAT, where the person does not say it: by category, in the agency's language.
    mutating func invoiceLines(reasons: [Invoice.TaxCategory: String], id: () -> ID<Invoice.Line>) -> [Invoice.Line] {
        let read = rows("lines", most: TypedForm.mostLines) { form, _ in
            // The rate and category of an empty row stand there from the beginning.
            form.isEmptyLine ? nil : form.invoiceLine(reasons: reasons, id: id())
        }
        return read.compactMap(\.self).enumerated().map { place, line in
            var line = line
            line.position = Int64(place + 1)
            return line
        }
    }

    private var isEmptyLine: Bool { ["description", "quantity", "unit", "price"].allSatisfy(isBlank) }

    private mutating func invoiceLine(reasons: [Invoice.TaxCategory: String], id: ID<Invoice.Line>) -> Invoice.Line {
        let category: Invoice.TaxCategory = text("category").isEmpty ? .standard : word("category")
        let quantity = decimal("quantity")
        if !isBlank("quantity"), quantity.digits <= 0 { refuse("quantity", Refusal(.invalid, "refusal.invoice.quantity")) }
        let price = decimal("price")
        if !InvoiceRules.isPrice(price) { refuse("price", Refusal(.invalid, "refusal.invoice.price")) }
        return Invoice.Line(
            id: id, position: 1, description: line("description", least: 1, most: InvoiceRules.description),
            quantity: quantity, unit: line("unit", most: InvoiceRules.unit), unitPrice: price, taxRate: rate(of: category),
            taxCategory: category, exemption: exemption(of: category, reasons))
    }

    private mutating func rate(of category: Invoice.TaxCategory) -> Exact {
        // What has no rate need not say so.
        if category != .standard, isBlank("rate") { return Exact(digits: 0, scale: 0) }
        let rate = decimal("rate", least: Exact(digits: 0, scale: 0), most: Exact(digits: 100, scale: 0))
        if !InvoiceRules.fits(category, rate), !isBlank("rate") {
            let word = category == .standard ? "refusal.invoice.rate-none" : "refusal.invoice.rate-category"
            refuse("rate", Refusal(.invalid, word))
        }
        return rate
    }

    private mutating func exemption(
        of category: Invoice.TaxCategory, _ reasons: [Invoice.TaxCategory: String]
    ) -> String {
        let text = line("exemption", most: InvoiceRules.exemption)
        guard InvoiceRules.wantsExemption(category) else {
            if !text.isEmpty { refuse("exemption", Refusal(.invalid, "refusal.invoice.exemption-not")) }
            return ""
        }
        let reason = text.isEmpty ? reasons[category] ?? "" : text
        if reason.isEmpty { refuse("exemption", Refusal(.invalid, "refusal.invoice.exemption")) }
        return reason
    }
}

extension Typed {
    /// What the lines come to as far as they can be read, for a form that comes back: nil when nothing can.
    public func invoiceTotals(in currency: Currency) -> InvoiceTotals? {
        var form = TypedForm(self)
        // What cannot be read counts nothing; the sentences stand at the fields.
        let lines = form.invoiceLines(reasons: [.exempt: "–"]) { ID("") }
        return lines.isEmpty ? nil : InvoiceTotals(lines, currency: currency)
    }
}
