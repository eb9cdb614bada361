import Model

/// A row of the index where it stands.
private struct Placed {
    let position: Int64
    let row: SearchRow
}

/// The index's own rows. Whoever changes one changes the full-text index in the same transaction.
extension Connection {
    /// Makes the index say of a record what `row` says; nil: nothing.
    /// - Returns: whether words went out of it, which are only forgotten once `fullText.forget` has nothing more to do.
    @discardableResult public func index(_ subject: String, as row: SearchRow?) throws -> Bool {
        let old = try one("SELECT position, subject, kind, client, title, body FROM search_row WHERE subject = \(subject)") {
            Placed(
                position: try $0.integer(0),
                row: SearchRow(
                    subject: try $0.text(1), kind: try $0.word(2), client: try $0.text(3), title: try $0.text(4),
                    body: try $0.text(5)))
        }
        if old?.row == row { return false }
        if let old {
            try fullText.remove(old.row, at: old.position)
            try run("DELETE FROM search_row WHERE position = \(old.position)")
        }
        if let row {
            let position = try one(
                """
                INSERT INTO search_row (subject, kind, client, scope, title, body)
                VALUES (\(row.subject), \(row.kind), \(row.client), \(row.scope), \(row.title), \(row.body))
                RETURNING position
                """
            ) { try $0.integer(0) }
            try fullText.add(row, at: position ?? 0)
        }
        return old != nil
    }

    /// The subjects that the index has behind one, in their order.
    public func searchSubjects(after subject: String, limit: Int) throws -> [String] {
        try all("SELECT subject FROM search_row WHERE subject > \(subject) ORDER BY subject LIMIT \(limit)") { try $0.text(0) }
    }

    /// What the records say now that the index should say of a record; nil when there is no such record.
    /// - Parameter text: of a document: its text.
    public func searchable(_ kind: SearchRow.Kind, _ subject: String, text: String = "") throws -> SearchRow? {
        switch kind {
        case .client: try searchableClient(subject)
        case .contact: try searchableContact(subject)
        case .case: try searchableCase(subject)
        case .event: try searchableEvent(subject)
        case .message: try searchableMessage(subject)
        case .invoice: try searchableInvoice(subject)
        case .document: try searchableDocument(subject, text)
        }
    }

    /// The ids of a kind's records behind one, in their order: to index everything.
    public func searchIDs(_ kind: SearchRow.Kind, after id: String, limit: Int) throws -> [String] {
        let table: SQL =
            switch kind {
            case .client: "client"
            case .contact: "contact"
            case .case: "client_case"
            case .event: "event"
            case .message: "message"
            case .invoice: "invoice"
            case .document: "document"
            }
        return try all("SELECT id FROM " + table + " WHERE id > \(id) ORDER BY id LIMIT \(limit)") { try $0.text(0) }
    }

    private func searchableClient(_ id: String) throws -> SearchRow? {
        try client(ID(id)).flatMap { client in
            // Kept for the law alone: nobody finds it by searching.
            guard client.erased == nil else { return nil }
            let rest = [client.email, client.phone, client.vat, client.address, client.postcode, client.city, client.slug.text]
            return SearchRow(
                subject: id, kind: .client, client: id, title: client.name,
                body: rest.filter { !$0.isEmpty }.joined(separator: " · "))
        }
    }

    private func searchableContact(_ id: String) throws -> SearchRow? {
        try one(
            """
            SELECT contact.client, person.name, person.email FROM contact JOIN person ON person.id = contact.person
            WHERE contact.id = \(id)
            """
        ) {
            SearchRow(subject: id, kind: .contact, client: try $0.text(0), title: try $0.text(1), body: try $0.text(2))
        }
    }

    private func searchableCase(_ id: String) throws -> SearchRow? {
        try one("SELECT client, title, summary FROM client_case WHERE id = \(id)") {
            SearchRow(subject: id, kind: .case, client: try $0.text(0), title: try $0.text(1), body: try $0.text(2))
        }
    }

    private func searchableEvent(_ id: String) throws -> SearchRow? {
        try one(
            """
            SELECT client_case.client, event.title, event.body FROM event JOIN client_case ON client_case.id = event.case_id
            WHERE event.id = \(id)
            """
        ) {
            SearchRow(subject: id, kind: .event, client: try $0.text(0), title: try $0.text(1), body: try $0.text(2))
        }
    }

    private func searchableMessage(_ id: String) throws -> SearchRow? {
        try one("SELECT client, author, body FROM message WHERE id = \(id) AND withdrawn IS NULL") {
            SearchRow(subject: id, kind: .message, client: try $0.text(0), title: try $0.text(1), body: try $0.text(2))
        }
    }

    private func searchableInvoice(_ id: String) throws -> SearchRow? {
        let lines = try all("SELECT description FROM invoice_line WHERE invoice = \(id) ORDER BY position, id") { try $0.text(0) }
        return try one(
            """
            SELECT invoice.client, number, reference, notes FROM invoice JOIN client ON client.id = invoice.client
            WHERE invoice.id = \(id) AND client.erased IS NULL
            """
        ) { row in
            let rest = [try row.textIfAny(2) ?? ""] + lines + [try row.text(3)]
            return SearchRow(
                subject: id, kind: .invoice, client: try row.text(0), title: try row.textIfAny(1) ?? "",
                body: rest.filter { !$0.isEmpty }.joined(separator: " · "))
        }
    }

    private func searchableDocument(_ id: String, _ text: String) throws -> SearchRow? {
        try one("SELECT client, name FROM document WHERE id = \(id) AND removed_at IS NULL") {
            SearchRow(subject: id, kind: .document, client: try $0.text(0), title: try $0.text(1), body: text)
        }
    }
}
