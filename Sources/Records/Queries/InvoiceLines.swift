public import Model

extension Invoice.Line {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(1), position: try row.integer(2), description: try row.text(3), quantity: try row.exact(4),
            unit: try row.text(5), unitPrice: try row.exact(6), taxRate: try row.exact(7), taxCategory: try row.word(8),
            exemption: try row.text(9))
    }
}

extension Connection {
    /// The lines of the invoices that a subquery in parentheses chooses, by position.
    func eachLine(of chosen: SQL, _ body: (ID<Invoice>, Invoice.Line) throws -> Void) throws {
        let select: SQL = """
            SELECT invoice, id, position, description, quantity, unit, unit_price, tax_rate, tax_category, exemption
            FROM invoice_line WHERE invoice IN 
            """
        try each(select + chosen + " ORDER BY invoice, position, id") { try body(try $0.id(0), try Invoice.Line($0)) }
    }

    /// Adds lines to an invoice.
    public func insert(_ lines: [Invoice.Line], of invoice: ID<Invoice>) throws {
        for line in lines {
            try run(
                """
                INSERT INTO invoice_line (id, invoice, position, description, quantity, unit, unit_price, tax_rate,
                    tax_category, exemption)
                VALUES (\(line.id), \(invoice), \(line.position), \(line.description), \(line.quantity), \(line.unit),
                    \(line.unitPrice), \(line.taxRate), \(line.taxCategory), \(line.exemption))
                """)
        }
    }
}
