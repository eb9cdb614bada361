import Model
import Records

extension Importer {
    /// invoices.csv: the heads. Lines and payments follow from their own files.
    mutating func importInvoices() throws {
        try each(.invoices) { importer, row in
            let client = try importer.client(row)
            let reference = try row.line("invoice", most: 100)
            try importer.once(row, .invoices, [reference])
            let old = try importer.db.invoice(reference: reference)
            var invoice = try importer.head(row, client.id, reference, old)
            if invoice.status == .issued {
                (invoice.seller, invoice.buyer) = (InvoiceParty(importer.agency), InvoiceParty(client))
            }
            if let old, old.status == .issued {
                try importer.same(old, invoice, row)
                importer.count(.unchanged)
            } else {
                importer.count(try importer.keep(invoice, old))
            }
            try importer.touch(invoice.id, line: row.line, isOpen: old?.status != .issued)
        }
    }

    /// The invoice as the row says it, with what the row does not say from the old one.
    private mutating func head(_ row: ImportRow, _ client: ID<Client>, _ reference: String, _ old: Invoice?) throws -> Invoice {
        let status: Invoice.Status = try row.word("status")
        var invoice = Invoice(
            id: old?.id ?? ids.next(), client: client, reference: reference, number: "",
            currency: try row.currency("currency").code, status: status)
        if let old, old.client != client { throw row.problem("client", "invoice.client") }
        if !row.text("case").isEmpty { invoice.caseID = try foundCase(row).id }
        invoice.series = try row.line("series", most: 40)
        invoice.issued = try row.dayIfAny("issued")
        invoice.due = try row.dayIfAny("due")
        invoice.serviceFrom = try row.dayIfAny("service_from")
        invoice.serviceTo = try row.dayIfAny("service_to")
        invoice.notes = try row.body("notes")
        invoice.credits = old?.credits
        if let from = invoice.serviceFrom, let to = invoice.serviceTo, to < from { throw row.problem("service_to", "before") }
        if status == .issued {
            try issue(&invoice, row, old)
        } else if !row.text("number").isEmpty {
            throw row.problem("number", "invoice.draft-number")
        }
        return invoice
    }

    /// What only an issued invoice has, and must have.
    private func issue(_ invoice: inout Invoice, _ row: ImportRow, _ old: Invoice?) throws {
        if !InvoiceRules.missing(agency).isEmpty {
            throw row.problem("status", "invoice.agency")
        }
        guard let issued = invoice.issued else { throw row.problem("issued", "required") }
        let number = try row.line("number", most: 40)
        guard !number.isEmpty else { throw row.problem("number", "required") }
        if let due = invoice.due, due < issued { throw row.problem("due", "before") }
        if let other = try db.invoice(number: number), other.id != old?.id {
            throw row.problem("number", "invoice.number-taken", ["other": other.reference])
        }
        if old?.status != .issued, let series = InvoiceSeries(agency.invoiceSeries), let reading = series.reading(number),
            try db.hasIssued(series, year: reading.year ?? issued.year)
        {
            throw row.problem("number", "invoice.number-series", ["series": agency.invoiceSeries])
        }
        invoice.number = number
    }

    /// An issued invoice never changes: every column that differs is an error that shows both.
    private func same(_ old: Invoice, _ new: Invoice, _ row: ImportRow) throws {
        func slug(_ id: ID<Case>?) throws -> String { try id.flatMap { try db.caseRecord($0) }?.slug.text ?? "" }
        let pairs: [(column: String, old: String, new: String)] = [
            ("status", old.status.rawValue, new.status.rawValue), ("number", old.number, new.number),
            ("series", old.series, new.series), ("case", try slug(old.caseID), try slug(new.caseID)),
            ("issued", old.issued?.text ?? "", new.issued?.text ?? ""), ("due", old.due?.text ?? "", new.due?.text ?? ""),
            ("service_from", old.serviceFrom?.text ?? "", new.serviceFrom?.text ?? ""),
            ("service_to", old.serviceTo?.text ?? "", new.serviceTo?.text ?? ""), ("currency", old.currency, new.currency),
            ("notes", old.notes, new.notes),
        ]
        for pair in pairs where pair.old != pair.new && row.cell(pair.column) != nil {
            throw row.problem(pair.column, "invoice.issued", ["kept": pair.old, "value": pair.new])
        }
    }

    /// Writes a new invoice or a changed draft.
    private mutating func keep(_ invoice: Invoice, _ old: Invoice?) throws -> Tally {
        guard let old else {
            try db.insert(invoice)
            try mark(.invoice(invoice.client, invoice.id))
            return .added
        }
        var new = invoice
        (new.lines, new.payments) = (old.lines, old.payments)
        if new == old { return .unchanged }
        try db.updateDraft(new)
        if let seller = new.seller { try db.insert(seller, as: .seller, of: new.id) }
        if let buyer = new.buyer { try db.insert(buyer, as: .buyer, of: new.id) }
        try mark(.invoice(invoice.client, invoice.id))
        return .changed
    }

    /// Remembers that the folder names the invoice, and whether its lines may change.
    private func touch(_ id: ID<Invoice>, line: Int, isOpen: Bool) throws {
        try db.run(
            """
            INSERT INTO import_invoice (invoice, line, payment, open) VALUES (\(id), \(line), 0, \(isOpen))
            ON CONFLICT (invoice) DO UPDATE SET line = excluded.line
            """)
    }

    /// The second pass over invoices.csv: which invoice each credit note cancels, wherever in the file that stands.
    mutating func importCredits() throws {
        try each(.invoices) { importer, row in
            guard let reference = row.cell("credits"), let note = try importer.db.invoice(reference: row.text("invoice")) else {
                return
            }
            let credited = reference.isEmpty ? nil : try importer.credited(reference, by: note, row)
            guard credited != note.credits else { return }
            guard try importer.isOpen(note.id) else {
                let kept = try note.credits.flatMap { try importer.db.invoice($0) }?.reference
                throw row.problem("credits", "invoice.issued", ["kept": kept ?? ""])
            }
            try importer.db.run("UPDATE invoice SET credits = \(credited) WHERE id = \(note.id)")
            try importer.mark(.invoice(note.client, note.id))
            if let credited { try importer.mark(.invoice(note.client, credited)) }
        }
    }

    private func credited(_ reference: String, by note: Invoice, _ row: ImportRow) throws -> ID<Invoice> {
        guard let invoice = try db.invoice(reference: reference) else {
            throw try missing([reference], .invoices) ?? row.problem("credits", "no-invoice")
        }
        guard InvoiceRules.mayCredit(invoice, by: note) else { throw row.problem("credits", "invoice.credits") }
        return invoice.id
    }

    /// Whether the invoice was made, or was a draft, when the import began.
    func isOpen(_ id: ID<Invoice>) throws -> Bool {
        try db.one("SELECT open FROM import_invoice WHERE invoice = \(id)") { try $0.integer(0) == 1 } ?? false
    }
}

extension Connection {
    /// Writes the head of a draft anew, which may make it an issued invoice; its lines stay.
    fileprivate func updateDraft(_ invoice: Invoice) throws {
        try run(
            """
            UPDATE invoice SET case_id = \(invoice.caseID), number = \(invoice.number.isEmpty ? nil : invoice.number),
                series = \(invoice.series), issued = \(invoice.issued), due = \(invoice.due),
                service_from = \(invoice.serviceFrom), service_to = \(invoice.serviceTo), currency = \(invoice.currency),
                status = \(invoice.status), notes = \(invoice.notes)
            WHERE id = \(invoice.id) AND status = 'draft'
            """)
    }
}
