import Model

/// A row that an engine keeps and the program cannot read.
public struct RowFlaw: Sendable, Hashable {
    /// The name of its table.
    public let table: String
    /// Which, from 1, in the order of the table's key, in which exports write them.
    public let row: Int64
    /// Nil where it is the row that cannot be.
    public let column: String?

    /// - Parameters: as the properties.
    public init(table: String, row: Int64, column: String?) {
        (self.table, self.row, self.column) = (table, row, column)
    }
}

/// What text must be so that Model's types can be made of it, where the schema itself does not say so. Words that a column chooses
/// among are CHECKs of the schema.
public enum RowRules {
    private typealias Rule = @Sendable (String) -> Bool

    private static let rules: [String: Rule] = {
        let day: Rule = { Day($0) != nil }
        let slug: Rule = { Slug($0) != nil }
        let number: Rule = { Exact($0) != nil }
        let line: Rule = { !$0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }
        let language: Rule = { $0.isEmpty || Slug($0.lowercased().replacing("_", with: "-")) != nil }
        let id: Rule = { ID<Never>(checking: $0) != nil }
        let named: [(Rule, [String])] = [
            (day, ["client_case.opened", "client_case.closed", "client_case.due", "event.day", "payment.day"]),
            (day, ["invoice.issued", "invoice.due", "invoice.service_from", "invoice.service_to"]),
            (day, ["paper_request.due", "paper_request.reminded", "usage_day.day", "usage_speed.day", "usage_return.day"]),
            (day, ["policy_version.announced_on", "policy_version.in_force_from", "usage_event.day"]),
            (slug, ["client.slug", "client_case.slug"]),
            (number, ["invoice_line.quantity", "invoice_line.unit_price", "invoice_line.tax_rate"]),
            ({ Currency($0) != nil }, ["invoice.currency"]),
            ({ Rights(words: $0) != nil }, ["contact.sees"]),
            // Names of folders of pages are made of it.
            (language, ["contact.language", "person.language", "client.language", "policy_version.language"]),
            // They stand in headers of letters and of answers.
            (line, ["person.email", "person.name", "client.email", "client.name", "document.name", "document.type"]),
            (id, ["document.client", "erasure.subject", "legal_hold.subject"]),
        ]
        return Dictionary(uniqueKeysWithValues: named.flatMap { rule, columns in columns.map { ($0, rule) } })
    }()

    /// Whether the program can read it.
    public static func allow(_ value: SQL.Value, in column: String, of table: String) -> Bool {
        guard case .text(let text) = value else { return true }
        if text.utf8.contains(0) { return false }
        if column == "id" { return ID<Never>(checking: text) != nil }
        return rules["\(table).\(column)"]?(text) ?? true
    }

    static func has(_ column: String, of table: String) -> Bool { column == "id" || rules["\(table).\(column)"] != nil }
}

extension Connection {
    /// The rows that the program cannot read, in whatever table, in the order of their keys; and people of the agency's own who are
    /// contacts too: the program makes none, and their rights would be neither's.
    /// - Parameter limit: how many at most.
    public func rowFlaws(limit: Int) throws -> [RowFlaw] {
        var flaws: [RowFlaw] = []
        for table in try ExportedTable.all(.agency, self) where flaws.count < limit {
            let columns = table.columns.filter { $0.kind == .text && RowRules.has($0.name, of: table.name) }
            guard !columns.isEmpty else { continue }
            let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let order = table.shape.key.map { "\"\($0)\"" }.joined(separator: ", ")
            var number: Int64 = 0
            try each(SQL(stringLiteral: "SELECT \(names) FROM \"\(table.name)\" ORDER BY \(order)")) { row in
                number += 1
                for (index, column) in columns.enumerated() where flaws.count < limit && !row.isNull(index) {
                    guard try !RowRules.allow(.text(try row.text(index)), in: column.name, of: table.name) else { continue }
                    flaws.append(RowFlaw(table: table.name, row: number, column: column.name))
                }
            }
        }
        return try flaws + staffWhoAreContacts(limit: limit - flaws.count)
    }

    private func staffWhoAreContacts(limit: Int) throws -> [RowFlaw] {
        var (flaws, number): ([RowFlaw], Int64) = ([], 0)
        try each("SELECT (SELECT role FROM person WHERE person.id = contact.person) FROM contact ORDER BY id") { row in
            number += 1
            guard try row.text(0) != Role.contact.rawValue, flaws.count < limit else { return }
            flaws.append(RowFlaw(table: "contact", row: number, column: "person"))
        }
        return flaws
    }
}
