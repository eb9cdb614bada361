import Model

/// One file of the import format: its columns, and which of them every row must fill.
struct ImportTable: Sendable {
    let file: String
    let columns: [String]
    let required: Set<String>
    /// The columns by which a row is the same row; empty where all columns are, counted.
    let key: [String]

    /// `name*` is a column that every row must fill.
    init(_ file: String, _ columns: String, key: [String] = []) {
        let names = columns.split(separator: " ")
        (self.file, self.key) = (file, key)
        self.columns = names.map { String($0.filter { $0 != "*" }) }
        required = Set(names.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) })
    }

    static let agency = ImportTable("agency.csv", "key* value")
    static let clients = ImportTable(
        "clients.csv", "client* name* kind email phone address city postcode country vat language currency basis",
        key: ["client"])
    static let contacts = ImportTable("contacts.csv", "client* name* email* language sees", key: ["client", "email"])
    static let cases = ImportTable(
        "cases.csv", "client* case* title* status* opened* closed summary stages stage due assignee", key: ["client", "case"])
    static let events = ImportTable("events.csv", "client* case* date* kind* title* body visibility*")
    static let invoices = ImportTable(
        "invoices.csv",
        "client* invoice* number series case issued due service_from service_to currency* status* credits notes",
        key: ["invoice"])
    static let lines = ImportTable(
        "invoice_lines.csv",
        "invoice* position* description* quantity* unit unit_price* tax_rate* tax_category exemption",
        key: ["invoice", "position"])
    static let payments = ImportTable("payments.csv", "invoice* date* amount* provider reference")
    static let documents = ImportTable("documents.csv", "client* case* file* name visibility*")

    static let all = [agency, clients, contacts, cases, events, invoices, lines, payments, documents]
}

/// One row, with its cells by column name.
struct ImportRow {
    let file: String
    let line: Int
    fileprivate let cells: [String]
    /// The names of the columns, in the order of the cells. Few, so that to go through them is quicker than to hash.
    fileprivate let header: [String]

    /// The cell; nil when the file has no such column.
    func cell(_ column: String) -> String? {
        header.firstIndex(of: column).map { cells[$0] }
    }

    /// The cell, empty when the file has no such column.
    func text(_ column: String) -> String {
        cell(column) ?? ""
    }

    /// A problem with this row.
    func problem(_ column: String, _ word: String, _ arguments: [String: String] = [:]) -> ImportProblem {
        var arguments = arguments
        if arguments["value"] == nil, let value = cell(column) { arguments["value"] = String(value.prefix(80)) }
        return ImportProblem(
            file: file, line: line, column: column, word: "import." + word, arguments: arguments)
    }
}

extension ImportTable {
    /// Calls `body` with every row of the file at `path`. A row's problem is gathered and the next row follows; where the
    /// text itself is broken, the file ends.
    func eachRow(at path: String, _ problems: inout ImportProblems, _ body: (ImportRow) throws -> Void) throws {
        do {
            var reader = try CSVReader(path: path)
            guard let header = try reader.next() else {
                return problems.add(ImportProblem(file: file, line: 1, column: "", word: "import.empty", arguments: [:]))
            }
            guard let places = check(header, &problems) else { return }
            let filled = columns.compactMap { name in
                required.contains(name) ? places[name].map { (name, $0) } : nil
            }
            while let cells = try reader.next() {
                let row = ImportRow(file: file, line: reader.line, cells: cells, header: header)
                if let problem = check(row, header.count, filled) {
                    problems.add(problem)
                    continue
                }
                do {
                    try body(row)
                } catch let problem as ImportProblem {
                    problems.add(problem)
                }
            }
        } catch let flaw as CSVReader.Flaw {
            problems.add(
                ImportProblem(
                    file: file, line: flaw.line, column: "", word: "import.csv." + flaw.kind.rawValue,
                    arguments: ["most": String(CSVReader.longestCell)]))
        }
    }

    /// Where each column stands; nil when the header is wrong.
    private func check(_ header: [String], _ problems: inout ImportProblems) -> [String: Int]? {
        let before = problems.count
        var places: [String: Int] = [:]
        for (place, name) in header.enumerated() {
            if name.isEmpty {
                add("column.unnamed", name, ["n": String(place + 1)], &problems)
            } else if !columns.contains(name) {
                add("column.unknown", name, ["known": columns.joined(separator: ", ")], &problems)
            } else if places[name] != nil {
                add("column.twice", name, [:], &problems)
            }
            places[name] = place
        }
        for name in columns where required.contains(name) && places[name] == nil {
            add("column.missing", name, [:], &problems)
        }
        return problems.count == before ? places : nil
    }

    private func add(
        _ word: String, _ column: String, _ arguments: [String: String], _ problems: inout ImportProblems
    ) {
        problems.add(
            ImportProblem(
                file: file, line: 1, column: String(column.prefix(80)), word: "import." + word,
                arguments: arguments))
    }

    /// - Parameter filled: the columns that every row must fill, and where they stand.
    private func check(_ row: ImportRow, _ width: Int, _ filled: [(name: String, place: Int)]) -> ImportProblem? {
        if row.cells.allSatisfy({ $0.isEmpty }) { return row.problem("", "blank") }
        if row.cells.count != width {
            return ImportProblem(
                file: file, line: row.line, column: "", word: "import.cells",
                arguments: ["cells": String(row.cells.count), "wanted": String(width)])
        }
        if let empty = filled.first(where: { row.cells[$0.place].isEmpty }) { return row.problem(empty.name, "required") }
        return nil
    }
}
