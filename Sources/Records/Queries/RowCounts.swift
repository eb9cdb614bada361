import Crypto
import Model

extension DataMap {
    /// Stands for the tables and columns of this program: where it differs, rows were counted in other tables.
    public static let schema: String = {
        let names = columns.map { "\($0.table).\($0.column)" }.sorted().joined(separator: "\n")
        return String(Hex.text(SHA256.hash(data: Array(names.utf8))).prefix(16))
    }()
}

extension Connection {
    /// How many rows each table of the data map has.
    public func rowCounts() throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for (table, _) in DataMap.tables {
            // A name of ours, never a value: statements take no table as a value.
            counts[table] = try one(SQL(stringLiteral: "SELECT count(*) FROM " + table)) { try $0.integer(0) } ?? 0
        }
        return counts
    }
}
