import Foundation
import Model
import Records

/// What one read found, in a folder of its own: rows as JSON and as CSV, the audit log, which documents there are. The archive
/// is made of it afterwards, when nobody waits for the records any more.
struct ExportDump: Sendable {
    let folder: String
    let agency: Agency
    let schema: String
    /// Name and rows, in the order in which they can be read in again.
    let tables: [Table]
    let head: AuditHead
    let clients: [ID<Client>]

    struct Table: Sendable {
        let name: String
        let purpose: String
        let columns: [TableShape.Column]
        let rows: Int64
    }

    /// A document whose bytes are to be in the archive.
    struct Listed: Codable, Sendable {
        let id: String
        let path: String
        let isPhoto: Bool
        /// Whether whoever asks brought it.
        let isOwn: Bool
    }

    /// Where the list of documents stands, one JSON object a line.
    static let documents = "documents"
    static let audit = "audit"

    static func write(_ scope: ExportScope, to folder: String, _ connection: any Connection) throws -> ExportDump {
        var tables: [Table] = []
        for table in try ExportedTable.all(scope, connection) where scope.isOfPerson || !table.name.hasPrefix("audit") {
            tables.append(try write(table, scope, folder, connection))
        }
        if case .agency = scope { try writeAudit(folder, connection) }
        try writeDocuments(scope, folder, connection)
        try writePortable(scope, to: folder, connection)
        let clients: [ID<Client>] =
            switch scope {
            case .agency: try connection.clients().map(\.id)
            case .client(let client): [client]
            case .person(_, let sees): sees.invoices
            }
        return ExportDump(
            folder: folder, agency: try connection.agency(), schema: try connection.newestMigration(), tables: tables,
            head: try connection.auditHead(), clients: clients)
    }

    private static func write(
        _ table: ExportedTable, _ scope: ExportScope, _ folder: String, _ connection: any Connection
    ) throws -> Table {
        let lines = try ScratchFile(folder + "/\(table.name).jsonl")
        let cells = try ScratchFile(folder + "/\(table.name).csv")
        try cells.write { $0 += Array((CSVWriter.mark + CSVWriter.line(table.columns.map(\.name))).utf8) }
        let mask = OtherPeople(scope, table.columns)
        var rows: Int64 = 0
        try table.each(scope, connection) { values in
            let shown = mask?.hide(values) ?? values
            try lines.write { JSONLine.add(shown, table.columns, to: &$0) }
            try cells.write { $0 += Array(CSVWriter.line(shown.map(JSONLine.cell)).utf8) }
            rows += 1
        }
        try lines.finish()
        try cells.finish()
        return Table(name: table.name, purpose: table.purpose, columns: table.columns, rows: rows)
    }

    private static func writeAudit(_ folder: String, _ connection: any Connection) throws {
        let file = try ScratchFile(folder + "/" + audit)
        try connection.eachAuditEntry { entry in
            let line = try entry.json() + "\n"
            try file.write { $0 += Array(line.utf8) }
        }
        try file.finish()
    }

    private static func writeDocuments(_ scope: ExportScope, _ folder: String, _ connection: any Connection) throws {
        let file = try ScratchFile(folder + "/" + documents)
        var (names, last): (Set<String>, ID<Case>?) = ([], nil)
        var own: ID<Person>?
        if case .person(let person, _) = scope { own = person }
        try connection.eachExportedDocument(scope) { document, client, record in
            if last != document.caseID { (names, last) = ([], document.caseID) }
            let name = ArchiveName.free(document.name, among: &names)
            let listed = Listed(
                id: document.id.text, path: "files/\(client)/\(record)/\(name)", isPhoto: document.isPhoto,
                isOwn: own != nil && document.person == own)
            let line = Array(try JSONEncoder().encode(listed)) + [UInt8(ascii: "\n")]
            try file.write { $0 += line }
        }
        try file.finish()
    }
}

/// Names of files in an archive, which is opened on machines of all sorts.
enum ArchiveName {
    /// The name, made different from those that were given out before: `lease.pdf`, `lease (2).pdf`. Machines that do not tell
    /// capitals apart lose none.
    static func free(_ name: String, among taken: inout Set<String>) -> String {
        var safe = String(name.map { "/\\:*?\"<>|".contains($0) || $0.isNewline ? "_" : $0 })
        if safe.hasPrefix(".") || safe.isEmpty { safe = "_" + safe }
        let dot = safe.lastIndex(of: ".") ?? safe.endIndex
        var (found, number) = (safe, 1)
        while !taken.insert(found.lowercased()).inserted {
            number += 1
            found = safe[..<dot] + " (\(number))" + safe[dot...]
        }
        return found
    }
}

/// In somebody's own export, other people are "other person".
private struct OtherPeople {
    static let word = "other person"

    private let own: String
    /// The columns that hold the identity of a person, and the one that holds the name of whom `person` names.
    private let ids: [Int]
    private let name: Int?
    private let person: Int?

    init?(_ scope: ExportScope, _ columns: [TableShape.Column]) {
        guard case .person(let own, _) = scope else { return nil }
        self.own = own.text
        ids = columns.indices.filter { ["person", "actor"].contains(columns[$0].name) }
        name = columns.firstIndex { $0.name == "author" }
        person = columns.firstIndex { $0.name == "person" }
    }

    func hide(_ values: [SQL.Value]) -> [SQL.Value] {
        var shown = values
        for index in ids {
            guard case .text(let id) = values[index], id != own, ID<Person>(checking: id) != nil else { continue }
            shown[index] = .text(OtherPeople.word)
        }
        if let name, let person, values[person] != .text(own) { shown[name] = .text(OtherPeople.word) }
        return shown
    }
}
