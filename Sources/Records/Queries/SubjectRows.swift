public import Model

/// How many rows of one table are about somebody, or name them.
public struct SubjectRows: Sendable, Hashable {
    /// The table.
    public let table: String
    /// How the rows lead there.
    public let way: DataMap.Link.Way
    /// What an erasure makes of them.
    public let fate: DataMap.Fate
    /// How many.
    public let rows: Int

    /// - Parameters: as the properties.
    public init(table: String, way: DataMap.Link.Way, fate: DataMap.Fate, rows: Int) {
        (self.table, self.way, self.fate, self.rows) = (table, way, fate, rows)
    }
}

extension Connection {
    /// Every table with rows about somebody, or that name them, by the data map alone. Tables without such rows are left out.
    /// - Parameter keptFrom: invoices issued on this day or later are kept for the law.
    public func rows(about subject: DataMap.Subject, keptFrom: Day) throws -> [SubjectRows] {
        var found: [SubjectRows] = []
        for table in DataMap.childrenFirst.reversed() {
            if let condition = DataMap.condition(table, about: subject) {
                found += try rows(table, about: subject, condition, keptFrom)
            }
            for way in [DataMap.Link.Way.by, .id, .page] {
                guard let condition = DataMap.condition(table, naming: subject, by: [way]) else { continue }
                let own = DataMap.condition(table, about: subject).map { condition + " AND NOT " + $0 } ?? condition
                let fate: DataMap.Fate = way == .by ? .orphaned : DataMap.fate(of: table)
                found.append(SubjectRows(table: table, way: way, fate: fate, rows: try count(table, own)))
            }
        }
        return found.filter { $0.rows > 0 }
    }

    /// Rows about somebody: those that go, and of invoices those that the law keeps apart from them.
    private func rows(
        _ table: String, about subject: DataMap.Subject, _ condition: SQL, _ keptFrom: Day
    ) throws -> [SubjectRows] {
        let all = try count(table, condition)
        var fate = DataMap.fate(of: table)
        if table == "client" {
            // Without an invoice that names it, nothing keeps its row.
            let stays = try rows("invoice", about: subject, DataMap.condition("invoice", about: subject) ?? "1 = 0", keptFrom)
            fate = stays.contains { $0.fate == .kept && $0.rows > 0 } ? .emptied : .deleted
        }
        guard fate == .kept else { return [SubjectRows(table: table, way: .about, fate: fate, rows: all)] }
        let going = try DataMap.going(table, about: subject, keptFrom: keptFrom).map { try count(table, $0) } ?? 0
        return [
            SubjectRows(table: table, way: .about, fate: .kept, rows: all - going),
            SubjectRows(table: table, way: .about, fate: .deleted, rows: going),
        ]
    }

    private func count(_ table: String, _ condition: SQL) throws -> Int {
        let sql = SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE ") + condition
        return Int(try one(sql) { try $0.integer(0) } ?? 0)
    }
}

extension DataMap {
    /// The rows of a table about somebody that an erasure deletes: all, but not the invoices that the law still keeps, nor what
    /// belongs to these. An older invoice that a kept credit note names is kept with it.
    static func going(_ table: String, about subject: Subject, keptFrom: Day) -> SQL? {
        let kept: SQL = """
            (status = 'issued' AND (issued >= \(keptFrom)
                OR id IN (SELECT credits FROM invoice WHERE issued >= \(keptFrom) AND credits IS NOT NULL)))
            """
        return condition(table, about: subject, narrowed: ("invoice", "NOT " + kept))
    }
}

extension Connection {
    /// The ids of a table's rows about somebody, in order.
    public func rowIDs(_ table: String, about subject: DataMap.Subject) throws -> [String] {
        guard let condition = DataMap.condition(table, about: subject) else { return [] }
        return try all(SQL(stringLiteral: "SELECT id FROM \(table) WHERE ") + condition + " ORDER BY id") { try $0.text(0) }
    }

    /// How many rows of a table are about somebody.
    public func rowCount(_ table: String, about subject: DataMap.Subject) throws -> Int {
        guard let condition = DataMap.condition(table, about: subject) else { return 0 }
        return try count(table, condition)
    }

    /// The clients whose records name a person: whose contact they are, or for whom they wrote or did something.
    public func clientsNaming(_ person: ID<Person>) throws -> Set<ID<Client>> {
        var found = Set(try contacts(of: person).map(\.client))
        for link in DataMap.links where link.way == .by && link.table != "audit" {
            found.formUnion(try clients(link.table, SQL(stringLiteral: link.column) + " = \(person)"))
        }
        return found
    }

    /// The letters to anybody whose text has a name or address, and those to whoever has the address and no account.
    public func mailNaming(_ needle: String) throws -> [String] {
        try all(
            """
            SELECT id FROM mail
            WHERE instr(lower(subject), lower(\(needle))) > 0 OR instr(lower(body), lower(\(needle))) > 0
                OR instr(subject, \(needle)) > 0 OR instr(body, \(needle)) > 0 OR (person IS NULL AND address = \(needle))
            ORDER BY id
            """
        ) { try $0.text(0) }
    }

    /// The letters to whoever has an address and no account.
    public func mail(toStranger email: String) throws -> [String] {
        try all("SELECT id FROM mail WHERE person IS NULL AND address = \(email) ORDER BY id") { try $0.text(0) }
    }

    /// Forgets what whoever had an address did without an account: letters to them, requests whose address was not proved yet, and
    /// who they were in those that are closed.
    /// - Returns: the letters.
    public func forget(stranger email: String) throws -> ErasedRows {
        for request in try dataRequests(ofStranger: email) where request.state != .open { try empty(request.id) }
        try removeRequestTickets(email: email)
        var rows = ErasedRows(table: "mail")
        rows.deleted = try mail(toStranger: email).count
        if rows.deleted > 0 { try run("DELETE FROM mail WHERE person IS NULL AND address = \(email)") }
        return rows
    }
}
