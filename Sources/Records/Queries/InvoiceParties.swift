public import Model

extension InvoiceParty {
    init(_ row: any Row) throws {
        self.init(
            name: try row.text(2), address: try row.text(3), city: try row.text(4), postcode: try row.text(5),
            country: try row.text(6), vat: try row.text(7), companyCode: try row.text(8), email: try row.text(9),
            phone: try row.text(10))
    }
}

extension Connection {
    /// Seller and buyer of the invoices that a subquery in parentheses chooses.
    func eachParty(of chosen: SQL, _ body: (ID<Invoice>, InvoiceParty.Role, InvoiceParty) throws -> Void) throws {
        let select: SQL = """
            SELECT invoice, role, name, address, city, postcode, country, vat, company_code, email, phone
            FROM invoice_party WHERE invoice IN 
            """
        try each(select + chosen + " ORDER BY invoice, role") {
            try body(try $0.id(0), try $0.word(1), try InvoiceParty($0))
        }
    }

    /// Writes down, once and for all, whom an issued invoice names.
    public func insert(_ party: InvoiceParty, as role: InvoiceParty.Role, of invoice: ID<Invoice>) throws {
        try run(
            """
            INSERT INTO invoice_party (invoice, role, name, address, city, postcode, country, vat, company_code, email, phone)
            VALUES (\(invoice), \(role), \(party.name), \(party.address), \(party.city), \(party.postcode), \(party.country),
                \(party.vat), \(party.companyCode), \(party.email), \(party.phone))
            """)
    }
}
