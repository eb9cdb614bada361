import Foundation
import Model
import Records

/// The rows of one export, going into records that have none.
struct TakeInRows {
    let archive: ZipReader
    let manifest: ExportManifest
    /// The keys of the documents, by their ids.
    let wrapped: [String: [UInt8]]
    /// Those in which an agency may write here.
    let languages: [String]
    let world: World

    /// - Parameter named: the columns that the export has.
    /// - Throws: `Refusal(.invalid)` that names the file, the row and, where it can be told, the column.
    func run(_ table: ExportedTable, _ named: Set<String>, _ connection: any Connection) throws {
        let path = "data/\(table.name).jsonl"
        let columns = table.columns.filter { named.contains($0.name) }
        let more = table.shape.columns.filter { column in TakeInRows.made[table.name]?.contains(column.name) ?? false }
        let insert = try table.inserter(columns + more, connection)
        let place = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
        let (own, id) = (table.shape.refersToItself.compactMap { place[$0] }, place["id"])
        // Rows that name rows of the same table may stand before them.
        var later: [(column: Int, id: SQL.Value, other: SQL.Value)] = []
        var row: Int64 = 0
        try ExportRows.each(path, in: archive) { line in
            row += 1
            do {
                var values = try JSONLine.values(line, columns, path)
                try look(at: values, columns, RowFlaw(table: table.name, row: row, column: nil))
                for index in own {
                    guard values[index] != .null, let id else { continue }
                    later.append((index, values[id], values[index]))
                    values[index] = .null
                }
                adjust(table.name, &values, place)
                try insert(values + more.map { made(table.name, $0.name, values, place) })
            } catch let failure where failure is ConstraintFailure || (failure as? Refusal)?.word == "refusal.export.row" {
                throw RowFlaw(table: table.name, row: row, column: nil).refusal
            }
        }
        do {
            for (column, id, other) in later { try table.pointer(columns[column].name, connection)(id, other) }
        } catch is ConstraintFailure {
            throw Refusal(.invalid, "refusal.export.row", ["path": path])
        }
    }

    /// What the schema would take, and nobody could read afterwards.
    private func look(at values: [SQL.Value], _ columns: [TableShape.Column], _ place: RowFlaw) throws {
        for (column, value) in zip(columns, values) where !RowRules.allow(value, in: column.name, of: place.table) {
            throw RowFlaw(table: place.table, row: place.row, column: column.name).refusal
        }
        guard place.table == "setting", case .text(let key)? = values.first, case .text(let value)? = values.last else { return }
        // Under another id it would be another agency than the one that was looked for here.
        let isRight = key == "id" ? value == manifest.agency : AgencySettings.mayStand(key, value, languages: languages)
        guard isRight else {
            throw RowFlaw(table: place.table, row: place.row, column: key).refusal
        }
    }

    /// What no export holds, and is made anew: the key of a document, the secret of a link; what an erasure that was done had still to
    /// do.
    static let made: [String: Set<String>] = [
        "document": ["wrapped_key"], "mail_choice": ["token"], "erasure": ["plan"],
    ]

    private func made(_ table: String, _ column: String, _ values: [SQL.Value], _ place: [String: Int]) -> SQL.Value {
        switch (table, place["id"].map { values[$0] }) {
        case ("document", .text(let id)?): .bytes(wrapped[id] ?? [])
        case ("mail_choice", _): .text(world.token())
        default: .text("")
        }
    }

    /// What another place changes: a document without bytes was removed; a letter that waited is not sent from here, because it
    /// may be sent from there, and what it links to is there.
    private func adjust(_ table: String, _ values: inout [SQL.Value], _ place: [String: Int]) {
        if table == "document", let id = place["id"], case .text(let text) = values[id], let removed = place["removed_at"],
            values[removed] == .null, wrapped[text] == nil
        {
            values[removed] = .integer(manifest.made)
        }
        // Nothing of what it had still to remove came along.
        if table == "erasure", let done = place["done"], values[done] == .null { values[done] = .integer(manifest.made) }
        if table == "mail", let state = place["state"], values[state] == .text("waiting") || values[state] == .text("sending") {
            values[state] = .text("skipped")
        }
    }
}

extension RowFlaw {
    /// As whoever imports is told.
    var refusal: Refusal {
        var arguments = ["path": "data/\(table).jsonl", "row": "\(row)"]
        guard let column else { return Refusal(.invalid, "refusal.export.line", arguments) }
        arguments["column"] = column
        return Refusal(.invalid, "refusal.export.value", arguments)
    }
}
