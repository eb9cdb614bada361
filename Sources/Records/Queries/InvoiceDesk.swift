public import Model

/// What staff ask of invoices at their desk, beside `Invoices`.
extension Connection {
    /// Removes a draft with its lines. An issued invoice stays.
    public func deleteDraft(_ id: ID<Invoice>) throws {
        let draft: SQL = "(SELECT id FROM invoice WHERE id = \(id) AND status = 'draft')"
        try run("DELETE FROM invoice_line WHERE invoice IN " + draft)
        try run("DELETE FROM invoice WHERE id = \(id) AND status = 'draft'")
    }

    /// Whether a payment of that identity was recorded, of whatever invoice.
    public func hasPayment(_ id: ID<Invoice.Payment>) throws -> Bool {
        try one("SELECT 1 FROM payment WHERE id = \(id)") { _ in true } ?? false
    }

    /// The rate of the line with VAT that was written last, or nil.
    public func lastRate() throws -> Exact? {
        try one("SELECT tax_rate FROM invoice_line WHERE tax_category = 'S' ORDER BY id DESC NULLS LAST LIMIT 1") {
            try $0.exact(0)
        }
    }
}
