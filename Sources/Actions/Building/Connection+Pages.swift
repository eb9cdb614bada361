import Model
import Records
import Site

extension Connection {
    /// Everything of one client that its pages may show; nil when there is no such client.
    func clientRecords(_ id: ID<Client>) throws -> ClientRecords? {
        guard let client = try client(id) else { return nil }
        let documents = Dictionary(grouping: try documents(of: id), by: \.caseID)
        let events = try events(ofCasesOf: id)
        let (messages, requests) = (try messages(ofCasesOf: id), try paperRequests(ofCasesOf: id))
        let cases = try cases(of: id)
            .sorted { ($1.opened, $0.slug) < ($0.opened, $1.slug) }
            .map { record in
                CaseRecords(
                    record: record, events: events[record.id] ?? [], documents: documents[record.id] ?? [],
                    messages: messages[record.id] ?? [], requests: requests[record.id] ?? [])
            }
        let invoices = try invoices(of: id)
        let numbers = Dictionary(uniqueKeysWithValues: invoices.map { ($0.id, $0.number) })
        var credited: [ID<Invoice>: Int64] = [:]
        for note in invoices where note.status == .issued {
            guard let invoice = note.credits else { continue }
            credited[invoice] = try (credited[invoice] ?? 0).addingClamped(ActionsMoney.gross(of: note))
        }
        return ClientRecords(
            client: client, cases: cases,
            invoices: invoices.map { invoice in
                InvoiceRecords(
                    invoice: invoice, credited: credited[invoice.id] ?? 0, creditsNumber: invoice.credits.flatMap { numbers[$0] })
            },
            views: Set(try views(of: id)))
    }

    /// Raises the marks of changes and says which pages are withdrawn.
    func mark(_ changes: [Change: Bool], site: Site) throws -> [Page] {
        var stale: Set<Page> = []
        var withdrawn: Set<Page> = []
        for (change, takesAway) in changes {
            let pages = site.pages(showing: change)
            if takesAway { withdrawn.formUnion(pages) } else { stale.formUnion(pages) }
        }
        try raise(stale.subtracting(withdrawn))
        try raise(withdrawn, withdrawn: true)
        return withdrawn.sorted { $0.key < $1.key }
    }

    /// The files that show one of the pages, in every view.
    func paths(showing pages: [Page]) throws -> [String] {
        if pages.contains(.all) { return try pageFiles().map(\.path) }
        let whole = Set(pages.compactMap { if case .whole(let client) = $0 { client } else { nil } })
        var paths = try pages.flatMap { try pageFiles(of: $0) }.map(\.path)
        if !whole.isEmpty {
            try eachPageFile { file in
                if let client = file.page.client, whole.contains(client) { paths.append(file.path) }
            }
        }
        return Array(Set(paths)).sorted()
    }

    /// Writes a journal's audit entries, in their order.
    func write(_ journal: Journal, world: World) throws {
        guard !journal.lines.isEmpty else { return }
        let now = world.now()
        try append(
            journal.lines.map { line in
                NewAuditEntry(
                    at: now, actor: line.actor, action: line.action, subject: line.subject, outcome: line.outcome,
                    detail: line.detail, salt: world.random(16))
            })
    }

    /// Writes what waited in the audit queue.
    func write(_ entries: [AuditQueue.Entry], world: World) throws {
        try append(
            entries.map { entry in
                let outcome = entry.again.map { "\(entry.noted.outcome), again \($0)" } ?? entry.noted.outcome
                return NewAuditEntry(
                    at: entry.at, actor: entry.noted.actor, action: entry.noted.action, subject: entry.noted.subject,
                    outcome: outcome, detail: entry.noted.detail, salt: world.random(16))
            })
    }
}

/// The sums that records need beside their invoices.
enum ActionsMoney {
    /// The total of an invoice, VAT included, minor units.
    static func gross(of invoice: Invoice) throws -> Int64 {
        guard let currency = Currency(invoice.currency), let totals = InvoiceTotals(invoice.lines, currency: currency) else {
            throw Refusal(.failed, "refusal.records.total", ["invoice": invoice.number])
        }
        return totals.gross
    }
}
