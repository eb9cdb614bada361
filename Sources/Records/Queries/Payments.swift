public import Model

extension Invoice.Payment {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(1), day: try row.day(2), amount: try row.integer(3), provider: try row.text(4),
            reference: try row.text(5))
    }
}

extension Connection {
    /// The payments of the invoices that a subquery in parentheses chooses, by day.
    func eachPayment(of chosen: SQL, _ body: (ID<Invoice>, Invoice.Payment) throws -> Void) throws {
        let select: SQL = "SELECT invoice, id, day, amount, provider, reference FROM payment WHERE invoice IN "
        try each(select + chosen + " ORDER BY invoice, day, id") { try body(try $0.id(0), try Invoice.Payment($0)) }
    }

    /// Removes a payment.
    public func removePayment(_ id: ID<Invoice.Payment>) throws {
        try run("DELETE FROM payment WHERE id = \(id)")
    }

    /// Adds a payment to an invoice.
    public func insert(_ payment: Invoice.Payment, of invoice: ID<Invoice>) throws {
        try run(
            """
            INSERT INTO payment (id, invoice, day, amount, provider, reference)
            VALUES (\(payment.id), \(invoice), \(payment.day), \(payment.amount), \(payment.provider), \(payment.reference))
            """)
    }
}
