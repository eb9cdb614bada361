import Model

/// A table as an export shows it: the columns that the data map lets out, in the order of the data map.
public struct ExportedTable: Sendable {
    /// Its name.
    public let name: String
    /// What its rows are kept for.
    public let purpose: String
    /// What stands in the export.
    public let columns: [TableShape.Column]
    /// How it is made.
    public let shape: TableShape

    /// What begins anew in another place, because what opens it is in no export: sessions, links, second factors, uploads under
    /// way. Its rows can be read in an export, and are not taken in from one.
    public static let leftBehind: Set<String> = {
        // But what is made anew: a document's key, the link in a digest; and people get a new password.
        let secret = DataMap.columns.filter { $0.category == .secret && $0.exported == .never }.map(\.table)
        return Set(secret).subtracting(["person", "document", "mail_choice"]).union(["resumable"])
    }()

    /// Which letters hold what opens something: a link that somebody was sent and no server has taken yet.
    static let secretLetter: SQL = "security = 1 AND expires IS NOT NULL"

    /// Columns that stand emptied in an export where they would open something.
    private static let hidden = ["mail.body": "CASE WHEN security = 1 AND expires IS NOT NULL THEN '' ELSE body END"]

    /// One row: the values of the columns, in their order; nil for NULL.
    public typealias Values = [SQL.Value]

    /// Every table of which something is exported, those that others refer to first.
    /// - Parameter scope: decides which columns those are.
    public static func all(_ scope: ExportScope, _ connection: any Connection) throws -> [ExportedTable] {
        var tables: [ExportedTable] = []
        for (name, columns) in DataMap.tables {
            let exported = columns.filter { $0.exported == .person || ($0.exported == .agency && !scope.isOfPerson) }
            guard !exported.isEmpty, scope.rows(of: name) != nil else { continue }
            let shape = try connection.shape(of: name)
            let byName = Dictionary(uniqueKeysWithValues: shape.columns.map { ($0.name, $0) })
            tables.append(
                ExportedTable(
                    name: name, purpose: columns[0].purpose, columns: exported.compactMap { byName[$0.column] }, shape: shape))
        }
        return sorted(tables)
    }

    /// Calls `body` with each row, in the order of the table's key.
    public func each(_ scope: ExportScope, _ connection: any Connection, _ body: (Values) throws -> Void) throws {
        guard let rows = scope.rows(of: name) else { return }
        let list = columns.map { ExportedTable.hidden["\(name).\($0.name)"] ?? "\"\($0.name)\"" }.joined(separator: ", ")
        let order = shape.key.map { "\"\($0)\"" }.joined(separator: ", ")
        let start = SQL(stringLiteral: "SELECT \(list) FROM \"\(name)\" WHERE ")
        try connection.each(start + rows + SQL(stringLiteral: " ORDER BY \(order)")) { row in
            try body(
                try columns.enumerated().map { index, column in
                    if row.isNull(index) { return .null }
                    return switch column.kind {
                    case .text: .text(try row.text(index))
                    case .integer: .integer(try row.integer(index))
                    case .bytes: .bytes(try row.bytes(index))
                    }
                })
        }
    }

    /// Puts rows into a table that has none of them yet.
    /// - Parameter columns: those that the values are of, in their order.
    public func inserter(_ columns: [TableShape.Column], _ connection: any Connection) throws -> (Values) throws -> Void {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        // (Placeholders come from values: these are examples.)
        let places = columns.dropFirst().reduce("\(SQL.Value.null)" as SQL) { sql, _ in sql + ", \(SQL.Value.null)" }
        let statement = try connection.prepare(SQL(stringLiteral: "INSERT INTO \"\(name)\" (\(names)) VALUES (") + places + ")")
        return { try statement.run($0) }
    }

    /// Lets a row name another one of its table.
    public func pointer(_ column: String, _ connection: any Connection) throws -> (_ id: SQL.Value, _ other: SQL.Value) throws ->
        Void
    {
        let start = SQL(stringLiteral: "UPDATE \"\(name)\" SET \"\(column)\" = ")
        let statement = try connection.prepare(start + "\(SQL.Value.null) WHERE id = \(SQL.Value.null)")
        return { id, other in try statement.run([other, id]) }
    }

    /// How many rows there are.
    public func count(_ scope: ExportScope, _ connection: any Connection) throws -> Int {
        guard let rows = scope.rows(of: name) else { return 0 }
        let sql = SQL(stringLiteral: "SELECT count(*) FROM \"\(name)\" WHERE ") + rows
        return Int(try connection.one(sql) { try $0.integer(0) } ?? 0)
    }

    private static func sorted(_ tables: [ExportedTable]) -> [ExportedTable] {
        var (left, done): ([ExportedTable], [ExportedTable]) = (tables, [])
        while !left.isEmpty {
            let waiting = Set(left.map(\.name))
            let free = left.filter { $0.shape.refersTo.isDisjoint(with: waiting) }
            // Tables that name each other in a ring: then in the order of the data map.
            let next = free.isEmpty ? left : free
            done += next
            let names = Set(next.map(\.name))
            left.removeAll { names.contains($0.name) }
        }
        return done
    }
}

extension DataMap {
    /// The columns by table, in the map's own order.
    public static let tables: [(name: String, columns: [Column])] = {
        var names: [String] = []
        let byTable = Dictionary(grouping: columns, by: \.table)
        for column in columns where names.last != column.table { names.append(column.table) }
        return names.map { ($0, byTable[$0] ?? []) }
    }()
}
