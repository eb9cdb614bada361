import Model
import Records

extension SQLiteConnection {
    func shape(of table: String) throws -> TableShape {
        var columns: [TableShape.Column] = []
        var key: [Int64: String] = [:]
        try each("SELECT name, type, \"notnull\", pk, dflt_value IS NOT NULL FROM pragma_table_info(\(table)) ORDER BY cid") {
            row in
            let name = try row.text(0)
            columns.append(
                TableShape.Column(
                    name: name, kind: try kind(try row.text(1), table), mayBeNull: try row.integer(2) == 0,
                    hasDefault: try row.integer(4) != 0))
            if try row.integer(3) > 0 { key[try row.integer(3)] = name }
        }
        var (others, itself): (Set<String>, Set<String>) = ([], [])
        try each("SELECT \"table\", \"from\" FROM pragma_foreign_key_list(\(table)) ORDER BY id, seq") { row in
            if try row.text(0) == table { itself.insert(try row.text(1)) } else { others.insert(try row.text(0)) }
        }
        return TableShape(
            name: table, columns: columns, key: key.sorted { $0.key < $1.key }.map(\.value), refersTo: others,
            refersToItself: itself)
    }

    private func kind(_ type: String, _ table: String) throws -> TableShape.Kind {
        switch type {
        case "TEXT": .text
        case "INTEGER": .integer
        case "BLOB": .bytes
        default: throw Refusal(.failed, "refusal.records.value", ["column": "\(table) \(type)"])
        }
    }
}
