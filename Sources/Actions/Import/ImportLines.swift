import Model
import Records

extension Importer {
    /// invoice_lines.csv: one row an invoice and position.
    mutating func importLines() throws {
        try each(.lines) { importer, row in
            let invoice = try importer.invoice(row)
            let new = try importer.line(row)
            let old = try importer.db.line(of: invoice.id, position: new.position)
            // A row of this import: the position was given already. What was there before is met at most once.
            if let old {
                let isOurs = (importer.ids.range.low...importer.ids.range.high).contains(old.id.text)
                if isOurs { throw row.problem("position", "twice") }
                try importer.once(row, .lines, [row.text("invoice"), "\(new.position)"])
                if old.isSame(as: new) { return importer.count(.unchanged) }
            }
            guard try importer.isOpen(invoice.id) else {
                throw row.problem(
                    "", "invoice.line", ["kept": old?.words ?? "–", "value": new.words])
            }
            if let old { try importer.db.run("DELETE FROM invoice_line WHERE id = \(old.id)") }
            try importer.db.insert([new], of: invoice.id)
            try importer.mark(.invoice(invoice.client, invoice.id))
            importer.count(old == nil ? .added : .changed)
        }
    }

    private mutating func line(_ row: ImportRow) throws -> Invoice.Line {
        guard let position = Int64(row.text("position")), (1...9999).contains(position) else {
            throw row.problem("position", "position")
        }
        let rate = try row.number("tax_rate")
        guard InvoiceRules.isRate(rate) else { throw row.problem("tax_rate", "rate") }
        let price = try row.number("unit_price")
        guard InvoiceRules.isPrice(price) else { throw row.problem("unit_price", "negative") }
        var category = Invoice.TaxCategory.standard
        if !row.text("tax_category").isEmpty {
            category = try row.word("tax_category")
        } else if rate.isZero {
            throw row.problem("tax_category", "category")
        }
        guard InvoiceRules.fits(category, rate) else { throw row.problem("tax_category", "category-rate") }
        return Invoice.Line(
            id: ids.next(), position: position, description: try row.line("description", most: InvoiceRules.description),
            quantity: try row.number("quantity"), unit: try row.line("unit", most: InvoiceRules.unit), unitPrice: price,
            taxRate: rate,
            taxCategory: category, exemption: try row.line("exemption", most: InvoiceRules.exemption))
    }

    /// payments.csv: equal rows are counted, as with events.
    mutating func importPayments() throws {
        try each(.payments) { importer, row in
            let invoice = try importer.invoice(row)
            guard invoice.isIssued else { throw row.problem("invoice", "payment.draft") }
            guard let currency = Currency(invoice.currency), let amount = try row.number("amount").minor(of: currency) else {
                throw row.problem("amount", "payment.decimals", ["currency": invoice.currency])
            }
            guard amount > 0 else { throw row.problem("amount", "payment.positive") }
            let payment = Invoice.Payment(
                id: importer.ids.next(), day: try row.day("date"), amount: amount,
                provider: try row.line("provider", most: InvoiceRules.provider),
                reference: try row.line("reference", most: InvoiceRules.paymentReference))
            let before = try importer.db.equalPayments(payment, of: invoice.id, outside: importer.ids.range)
            if before > 0, try ImportScratch.meet(payment.digest(invoice.id), importer.db) <= before {
                return importer.count(.unchanged)
            }
            try importer.db.insert(payment, of: invoice.id)
            try importer.db.run(
                """
                INSERT INTO import_invoice (invoice, line, payment, open) VALUES (\(invoice.id), 0, \(row.line), 0)
                ON CONFLICT (invoice) DO UPDATE SET payment = excluded.payment
                """)
            try importer.mark(.invoice(invoice.client, invoice.id))
            importer.count(.added)
        }
    }

    /// When all is read: every invoice that the folder names adds up.
    mutating func checkInvoices() throws {
        var touched: [(id: ID<Invoice>, line: Int, payment: Int)] = []
        repeat {
            let last = touched.last?.id.text ?? ""
            touched = try db.all(
                """
                SELECT invoice, line, payment FROM import_invoice WHERE invoice > \(last) ORDER BY invoice LIMIT 500
                """
            ) { (ID(try $0.text(0)), Int(try $0.integer(1)), Int(try $0.integer(2))) }
            for item in touched {
                guard let invoice = try db.invoice(item.id), invoice.status == .issued else { continue }
                if let problem = try problem(with: invoice, line: item.line, payment: item.payment) { problems.add(problem) }
            }
        } while touched.count == 500
    }

    private func problem(with invoice: Invoice, line: Int, payment: Int) throws -> ImportProblem? {
        func blame(_ word: String, _ arguments: [String: String] = [:], _ file: ImportTable = .invoices, at line: Int)
            -> ImportProblem
        {
            ImportProblem(
                file: file.file, line: line, column: "invoice", word: "import.invoice." + word,
                arguments: arguments.merging(["value": invoice.reference]) { first, _ in first })
        }
        var flaw = InvoiceRules.flaw(invoice)
        if flaw == nil, let credited = invoice.credits, let original = try db.invoice(credited) {
            flaw = InvoiceRules.flaw(crediting: original, credited: try db.credited(credited))
        }
        guard let flaw, let currency = Currency(invoice.currency) else { return flaw.map { _ in blame("too-large", at: line) } }
        return switch flaw {
        case .noLines: blame("no-lines", at: line)
        case .tooLarge: blame("too-large", at: line)
        case .sign: blame("sign", at: line)
        case .overpaid(let paid, let total):
            blame("overpaid", ["paid": currency.text(paid), "total": currency.text(total)], .payments, at: payment)
        case .overcredited(let total): blame("overcredited", ["total": currency.text(total)], at: line)
        }
    }

    /// The invoice that a line or payment names, without its lines.
    private func invoice(_ row: ImportRow) throws -> (id: ID<Invoice>, client: ID<Client>, currency: String, isIssued: Bool) {
        let found = try db.one(
            "SELECT id, client, currency, status FROM invoice WHERE reference = \(row.text("invoice"))"
        ) { row -> (ID<Invoice>, ID<Client>, String, Bool) in
            (ID(try row.text(0)), ID(try row.text(1)), try row.text(2), try row.text(3) == Invoice.Status.issued.rawValue)
        }
        guard let found else {
            throw try missing([row.text("invoice")], .invoices) ?? row.problem("invoice", "no-invoice")
        }
        return (id: found.0, client: found.1, currency: found.2, isIssued: found.3)
    }
}

extension Connection {
    fileprivate func line(of invoice: ID<Invoice>, position: Int64) throws -> Invoice.Line? {
        try one(
            """
            SELECT id, position, description, quantity, unit, unit_price, tax_rate, tax_category, exemption
            FROM invoice_line WHERE invoice = \(invoice) AND position = \(position)
            """
        ) { row in
            guard let quantity = Exact(try row.text(3)), let price = Exact(try row.text(5)), let rate = Exact(try row.text(6)),
                let category = Invoice.TaxCategory(rawValue: try row.text(7))
            else { throw Refusal(.failed, "refusal.records.value", ["column": "invoice_line"]) }
            return Invoice.Line(
                id: ID(try row.text(0)), position: try row.integer(1), description: try row.text(2), quantity: quantity,
                unit: try row.text(4), unitPrice: price, taxRate: rate, taxCategory: category, exemption: try row.text(8))
        }
    }

    /// How many payments are equal in every column, but for those of this import.
    fileprivate func equalPayments(
        _ payment: Invoice.Payment, of invoice: ID<Invoice>, outside range: (low: String, high: String)
    ) throws -> Int64 {
        try one(
            """
            SELECT COUNT(*) FROM payment
            WHERE invoice = \(invoice) AND day = \(payment.day) AND amount = \(payment.amount)
                AND provider = \(payment.provider) AND reference = \(payment.reference)
                AND NOT (id BETWEEN \(range.low) AND \(range.high))
            """
        ) { try $0.integer(0) } ?? 0
    }
}

extension Invoice.Line {
    /// Equal in every column of the import format.
    fileprivate func isSame(as other: Invoice.Line) -> Bool {
        var other = other
        other.id = id
        return self == other
    }

    /// As an error shows it.
    fileprivate var words: String {
        "\(description), \(quantity) \(unit) × \(unitPrice), \(taxCategory.rawValue) \(taxRate) %"
    }
}

extension Invoice.Payment {
    fileprivate func digest(_ invoice: ID<Invoice>) -> [UInt8] {
        Digest.of(["payment", invoice.text, day.text, String(amount), provider, reference])
    }
}

extension Currency {
    /// An amount as decimal text with a point.
    fileprivate func text(_ minor: Int64) -> String {
        Exact(digits: minor, scale: digits).text + " " + code
    }
}
