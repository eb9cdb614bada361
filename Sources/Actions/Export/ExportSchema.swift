import Foundation
import Records

/// What the tables and columns of an export mean, from the data map.
struct ExportSchema: Codable {
    struct Table: Codable {
        let table: String
        let purpose: String
        let columns: [Column]
    }

    struct Column: Codable {
        let name: String
        /// `text`, `integer`, or `bytes`, which stand as hexadecimal.
        let kind: TableShape.Kind
        let mayBeNull: Bool
        let category: String
        /// Why it may be kept (GDPR, Article 6(1)).
        let basis: String
    }

    let tables: [Table]

    init(_ dumped: [ExportDump.Table]) {
        let map = Dictionary(uniqueKeysWithValues: DataMap.columns.map { ("\($0.table).\($0.column)", $0) })
        tables = dumped.map { table in
            Table(
                table: table.name, purpose: table.purpose,
                columns: table.columns.map { column in
                    let meaning = map["\(table.name).\(column.name)"]
                    return Column(
                        name: column.name, kind: column.kind, mayBeNull: column.mayBeNull,
                        category: meaning?.category.rawValue ?? "", basis: meaning?.basis.rawValue ?? "")
                })
        }
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(self))
    }
}
