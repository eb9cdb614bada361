public import Model

private let select: SQL = """
    SELECT id, client, case_id, reference, number, series, issued, due, service_from, service_to, currency, status, credits,
        notes
    FROM invoice
    """

extension Invoice {
    /// The invoice without its lines and payments.
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), client: try row.id(1), reference: try row.textIfAny(3) ?? "",
            number: try row.textIfAny(4) ?? "", currency: try row.text(10), status: try row.word(11))
        (caseID, series) = (try row.idIfAny(2), try row.text(5))
        (issued, due) = (try row.dayIfAny(6), try row.dayIfAny(7))
        (serviceFrom, serviceTo) = (try row.dayIfAny(8), try row.dayIfAny(9))
        (credits, notes) = (try row.idIfAny(12), try row.text(13))
    }
}

extension Connection {
    /// The invoice with its lines and payments, or nil.
    public func invoice(_ id: ID<Invoice>) throws -> Invoice? {
        try invoices(where: "id = \(id)").first
    }

    /// The client's invoice of that number, or nil.
    public func invoice(of client: ID<Client>, number: String) throws -> Invoice? {
        try invoices(where: "number = \(number) AND client = \(client)").first
    }

    /// The invoice of that number, whosever it is, or nil.
    public func invoice(number: String) throws -> Invoice? {
        try invoices(where: "number = \(number)").first
    }

    /// The invoice that a folder brought under that reference, or nil.
    public func invoice(reference: String) throws -> Invoice? {
        try invoices(where: "reference = \(reference)").first
    }

    /// The client's invoices with lines and payments: drafts first, then the newest first.
    public func invoices(of client: ID<Client>) throws -> [Invoice] {
        try invoices(where: "client = \(client)")
    }

    /// The case's invoices with lines and payments, in the same order.
    public func invoices(of caseID: ID<Case>) throws -> [Invoice] {
        try invoices(where: "case_id = \(caseID)")
    }

    /// Every invoice of the agency with lines and payments, in the same order.
    public func invoices() throws -> [Invoice] {
        try invoices(where: "1 = 1")
    }

    /// The issued credit notes against an invoice, with their lines.
    public func creditNotes(against invoice: ID<Invoice>) throws -> [Invoice] {
        try invoices(where: "credits = \(invoice) AND status = 'issued'")
    }

    /// The credit notes against an invoice, drafts too, with their lines: drafts first, then the newest first.
    public func allCreditNotes(against invoice: ID<Invoice>) throws -> [Invoice] {
        try invoices(where: "credits = \(invoice)")
    }

    /// What the issued credit notes against an invoice come to, minor units, VAT included.
    public func credited(_ invoice: ID<Invoice>) throws -> Int64 {
        try creditNotes(against: invoice).reduce(0) { sum, note in
            guard let currency = Currency(note.currency), let totals = InvoiceTotals(note.lines, currency: currency) else {
                throw Refusal(.failed, "refusal.records.total", ["invoice": note.number])
            }
            return sum.addingClamped(totals.gross)
        }
    }

    /// Four queries, however many invoices: heads, lines, payments, parties. The condition names columns of `invoice` alone.
    private func invoices(where condition: SQL) throws -> [Invoice] {
        let order: SQL = " ORDER BY issued DESC NULLS FIRST, number DESC NULLS FIRST, id DESC"
        var found = try all(select + " WHERE " + condition + order, Invoice.init)
        guard !found.isEmpty else { return [] }
        let places = Dictionary(uniqueKeysWithValues: found.enumerated().map { ($1.id, $0) })
        let chosen: SQL = "(SELECT id FROM invoice WHERE " + condition + ")"
        try eachLine(of: chosen) { invoice, line in
            if let place = places[invoice] { found[place].lines.append(line) }
        }
        try eachPayment(of: chosen) { invoice, payment in
            if let place = places[invoice] { found[place].payments.append(payment) }
        }
        try eachParty(of: chosen) { invoice, role, party in
            guard let place = places[invoice] else { return }
            switch role {
            case .seller: found[place].seller = party
            case .buyer: found[place].buyer = party
            }
        }
        return found
    }

    /// Adds an invoice, draft or issued, with its lines, its payments and whom it names.
    public func insert(_ invoice: Invoice) throws {
        try run(
            """
            INSERT INTO invoice (id, client, case_id, reference, number, series, issued, due, service_from, service_to,
                currency, status, credits, notes)
            VALUES (\(invoice.id), \(invoice.client), \(invoice.caseID), \(invoice.reference.orNull),
                \(invoice.number.orNull), \(invoice.series), \(invoice.issued), \(invoice.due), \(invoice.serviceFrom),
                \(invoice.serviceTo), \(invoice.currency), \(invoice.status), \(invoice.credits), \(invoice.notes))
            """)
        try insert(invoice.lines, of: invoice.id)
        for payment in invoice.payments { try insert(payment, of: invoice.id) }
        if let seller = invoice.seller { try insert(seller, as: .seller, of: invoice.id) }
        if let buyer = invoice.buyer { try insert(buyer, as: .buyer, of: invoice.id) }
    }

    /// Writes a draft anew, lines included; tells whether it was still a draft. An issued invoice never changes.
    public func replaceDraft(_ invoice: Invoice) throws -> Bool {
        let changed = try run(
            """
            UPDATE invoice SET case_id = \(invoice.caseID), reference = \(invoice.reference.orNull), due = \(invoice.due),
                service_from = \(invoice.serviceFrom), service_to = \(invoice.serviceTo), currency = \(invoice.currency),
                credits = \(invoice.credits), notes = \(invoice.notes)
            WHERE id = \(invoice.id) AND status = 'draft'
            """)
        guard changed > 0 else { return false }
        try run("DELETE FROM invoice_line WHERE invoice = \(invoice.id)")
        try insert(invoice.lines, of: invoice.id)
        return true
    }

    /// Makes a draft an issued invoice that names its parties as they are now; tells whether it was still a draft. The number comes from `nextNumber` in the same
    /// transaction, or from the folder that brought it (then `series` is empty).
    public func issue(
        _ id: ID<Invoice>, number: String, series: String, on day: Day, due: Day?, seller: InvoiceParty, buyer: InvoiceParty
    ) throws -> Bool {
        let changed = try run(
            """
            UPDATE invoice SET status = 'issued', number = \(number), series = \(series), issued = \(day), due = \(due)
            WHERE id = \(id) AND status = 'draft'
            """)
        guard changed > 0 else { return false }
        try insert(seller, as: .seller, of: id)
        try insert(buyer, as: .buyer, of: id)
        return true
    }
}

extension String {
    /// The columns that are unique or absent keep nothing as NULL, because two empty texts are equal.
    var orNull: String? { isEmpty ? nil : self }
}
