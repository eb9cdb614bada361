public import Model

/// What an erasure did to the rows of one table.
public struct ErasedRows: Sendable, Hashable {
    /// The table.
    public let table: String
    /// Rows that were deleted.
    public var deleted = 0
    /// Rows of which something was emptied.
    public var emptied = 0
    /// Rows that stay as they are.
    public var kept = 0
    /// Rows that stay and name somebody who is gone.
    public var orphaned = 0

    /// Nothing was done to it.
    public init(table: String) { self.table = table }
}

/// What stands in the place of a name that was erased.
public struct FormerNames: Sendable, Hashable {
    /// For who was a contact.
    public let contact: String
    /// For who was one of the agency's own.
    public let member: String

    /// - Parameter contact, member: in the agency's language.
    public init(contact: String, member: String) { (self.contact, self.member) = (contact, member) }
}

extension Connection {
    /// Erases somebody's rows in this transaction, children first, by the data map alone: what it says of each table is done.
    /// Nothing outside the records is touched.
    /// - Parameters:
    ///   - keptFrom: invoices issued on this day or later stay, with the client whom they name.
    ///   - names: written where the person was named as the one who wrote something.
    /// - Returns: what was done, table by table; tables of which nothing was found are left out.
    public func erase(
        _ subject: DataMap.Subject, keptFrom: Day, names: FormerNames, at now: Instant
    ) throws -> [ErasedRows] {
        var found: [ErasedRows] = [try eraseAuditDetails(of: subject), try eraseSearchRows(of: subject)]
        if case .client(let client) = subject {
            // Invoices that stay lead to no case any more.
            try run("UPDATE invoice SET case_id = NULL WHERE client = \(client) AND case_id IS NOT NULL")
        }
        let own = Set(found.map(\.table))
        for table in DataMap.childrenFirst where !own.contains(table) && !DataMap.roots.contains(table) {
            found.append(try eraseRows(of: table, subject, keptFrom))
        }
        found.append(try eraseRoot(subject, keptFrom, names, now))
        return found.filter { $0.deleted + $0.emptied + $0.kept + $0.orphaned > 0 }
    }

    /// Deletes a case with all that belongs to it, in this transaction. Invoices stay, without it.
    public func erase(case id: ID<Case>) throws {
        let subject = DataMap.Subject.caseRecord(id)
        try run("UPDATE invoice SET case_id = NULL WHERE case_id = \(id)")
        let own = [try eraseAuditDetails(of: subject), try eraseSearchRows(of: subject)].map(\.table)
        for table in DataMap.childrenFirst where !own.contains(table) && !DataMap.roots.contains(table) {
            if let rows = DataMap.condition(table, about: subject) { _ = try delete(table, rows) }
        }
    }

    private func eraseRows(of table: String, _ subject: DataMap.Subject, _ keptFrom: Day) throws -> ErasedRows {
        var rows = ErasedRows(table: table)
        if let condition = DataMap.condition(table, about: subject) {
            let all = try count(table, condition)
            if all > 0, DataMap.fate(of: table) == .emptied {
                rows.emptied = all
                try empty(table, condition, subject)
            } else if all > 0, let going = DataMap.going(table, about: subject, keptFrom: keptFrom) {
                rows.deleted = try delete(table, going)
            }
            rows.kept = all - rows.deleted - rows.emptied
        }
        // Notes of the program's own about a page or a row that it must look at are worked off by whoever looks.
        if let condition = DataMap.condition(table, naming: subject, by: [.by]) { rows.orphaned = try count(table, condition) }
        if DataMap.fate(of: table) == .deleted, !["stale", "page_file", "search_due"].contains(table),
            let condition = DataMap.condition(table, naming: subject, by: [.id])
        {
            rows.deleted += try delete(table, condition)
        }
        return rows
    }

    /// Deletes what is a person's alone, children first, with the details of log entries and what the search has; not what they asked
    /// about their data, and not how far their account has come.
    func clearAccount(_ subject: DataMap.Subject) throws {
        let done = [try eraseAuditDetails(of: subject), try eraseSearchRows(of: subject)].map(\.table)
        let kept: Set = ["data_request", "data_request_step", "objection", "restriction", "inactivity", "put_away"]
        for table in DataMap.childrenFirst where !kept.union(done).contains(table) && !DataMap.roots.contains(table) {
            if let rows = DataMap.condition(table, about: subject) { _ = try delete(table, rows) }
        }
    }

    /// Takes out of rows that stay what the map says of their columns: texts, and whom they are about.
    private func empty(_ table: String, _ condition: SQL, _ subject: DataMap.Subject) throws {
        let whose = DataMap.links.filter { $0.table == table && $0.way == .about && $0.target == subject.table }.map(\.column)
        let changes = DataMap.columns.filter { $0.table == table && $0.erased == .emptied }.map { column in
            column.column + (whose.contains(column.column) ? " = NULL" : " = ''")
        }
        try run(SQL(stringLiteral: "UPDATE \(table) SET \(changes.joined(separator: ", ")) WHERE ") + condition)
    }

    /// The details of entries that they wrote, or that are about them or anything of theirs. The entries stay: the chain is
    /// whole, and holds ids alone.
    private func eraseAuditDetails(of subject: DataMap.Subject) throws -> ErasedRows {
        var rows = ErasedRows(table: "audit_detail")
        guard let entries = DataMap.condition("audit", naming: subject, by: [.by, .id]) else { return rows }
        rows.deleted = try delete("audit_detail", "seq IN (SELECT seq FROM audit WHERE " + entries + ")")
        return rows
    }

    /// What the search has of them goes in the same transaction, not when somebody has time for it.
    private func eraseSearchRows(of subject: DataMap.Subject) throws -> ErasedRows {
        var rows = ErasedRows(table: "search_row")
        let conditions = [
            DataMap.condition("search_row", about: subject), DataMap.condition("search_row", naming: subject, by: [.id]),
        ]
        for condition in conditions.compactMap(\.self) {
            let subjects = try all("SELECT subject FROM search_row WHERE " + condition + " ORDER BY subject") { try $0.text(0) }
            for subject in subjects { try index(subject, as: nil) }
            rows.deleted += subjects.count
        }
        if rows.deleted > 0 { try forgetWords() }
        return rows
    }

    private func eraseRoot(
        _ subject: DataMap.Subject, _ keptFrom: Day, _ names: FormerNames, _ now: Instant
    ) throws -> ErasedRows {
        var rows = ErasedRows(table: subject.table)
        switch subject {
        case .client(let client):
            if try one("SELECT 1 FROM invoice WHERE client = \(client)", { _ in true }) == nil {
                rows.deleted = try delete("client", "id = \(client)")
            } else {
                rows.emptied = try empty(client, now)
            }
        case .person(let person):
            if try isNamed(person) {
                rows.emptied = try empty(person, names, now)
            } else {
                rows.deleted = try delete("person", "id = \(person)")
            }
        case .caseRecord(let id): try erase(case: id)
        }
        return rows
    }

    /// What stays of a client whose invoices stay: whom they name, and where that is (Directive 2006/112/EC, Article 226).
    private func empty(_ client: ID<Client>, _ now: Instant) throws -> Int {
        try run(
            """
            UPDATE client SET slug = \("erased-" + client.text), email = '', phone = '', erased = \(now),
                archived = coalesce(archived, \(now))
            WHERE id = \(client)
            """)
        return 1
    }

    /// What stays of a person whom rows still name: nothing but that they are gone.
    private func empty(_ person: ID<Person>, _ names: FormerNames, _ now: Instant) throws -> Int {
        guard let known = try self.person(person) else { return 0 }
        let name = known.role == .contact ? names.contact : names.member
        try run("UPDATE message SET author = \(name) WHERE person = \(person)")
        try run("UPDATE client_case SET assignee = NULL WHERE assignee = \(person)")
        try run(
            """
            UPDATE person SET email = \(person.text + "@erased.invalid"), name = \(name), language = '', password = NULL,
                signed_in = NULL, disabled = 1, epoch = epoch + 1, erased = \(now)
            WHERE id = \(person)
            """)
        return 1
    }

    /// Whether any row but those of the audit log names the person.
    private func isNamed(_ person: ID<Person>) throws -> Bool {
        try DataMap.links.contains { link in
            guard link.way == .by, link.table != "audit" else { return false }
            let sql = SQL(stringLiteral: "SELECT 1 FROM \(link.table) WHERE \(link.column)") + " = \(person) LIMIT 1"
            return try one(sql) { _ in true } ?? false
        }
    }

    private func count(_ table: String, _ condition: SQL) throws -> Int {
        let sql = SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE ") + condition
        return Int(try one(sql) { try $0.integer(0) } ?? 0)
    }

    /// Counted first, because what triggers do counts as changed too.
    private func delete(_ table: String, _ condition: SQL) throws -> Int {
        let rows = try count(table, condition)
        if rows > 0 { try run(SQL(stringLiteral: "DELETE FROM \(table) WHERE ") + condition) }
        return rows
    }
}
