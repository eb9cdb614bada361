import Actions
import ArgumentParser
import Model

/// `portico ropa`
struct Ropa: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "ropa", abstract: "Print the record of processing activities (GDPR, Article 30).")
    @OptionGroup var common: CommonOptions
    @Option(help: "controller: an agency's own; processor: of whoever runs the program for agencies.") var role: String
    @Argument(help: "The agency; for a processor none means all of them.") var agency: String?
    @Flag(help: "As CSV, an activity a row.") var csv = false
    @Flag(help: "As a page of HTML.") var html = false
    var isLooking: Bool { true }

    func validate() throws { _ = try whose() }

    private func whose() throws -> RecordOfProcessing.Role {
        guard let role = RecordOfProcessing.Role(rawValue: role) else {
            throw ValidationError("A record is that of a controller or of a processor.")
        }
        guard role == .processor || agency != nil else { throw ValidationError("Say which agency is the controller.") }
        return role
    }

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        let role = try whose()
        let record = try await workspace.recordOfProcessing(role, agency: try agency?.asSlug("agency"))
        if common.json {
            try await io.json(record)
        } else if csv {
            try await io.bytes(table(record))
        } else if html {
            try await io.line(page(record))
        } else {
            for line in lines(record) { try await io.line(line) }
        }
        return .done
    }

    private func lines(_ record: RecordOfProcessing) -> [String] {
        var lines = ["Record of processing, \(record.role.rawValue) (GDPR, Article 30)"]
        for one in record.controllers { lines.append(one.line) }
        for one in record.activities {
            lines += ["", one.purpose] + cells(one).dropFirst().map { "  \($0.0): \($0.1)" }
        }
        if !record.clients.isEmpty { lines += ["", "Clients by basis"] + record.clients.map { "  \($0.basis): \($0.clients)" } }
        lines +=
            ["", "Recipients"]
            + record.recipients.map { "  \($0.name), \($0.place): \($0.purpose) (\($0.data.joined(separator: ", ")))" }
        lines += ["", "Measures"] + record.measures.map { "  " + $0 }
        return lines
    }

    private func cells(_ one: RecordOfProcessing.Activity) -> [(String, String)] {
        [
            ("purpose", one.purpose), ("people", one.people.joined(separator: ", ")), ("data", one.data.joined(separator: ", ")),
            ("basis", one.basis.joined(separator: ", ")), ("erasure", one.erasure.joined(separator: ", ")),
            ("until", one.until.map(limit).joined(separator: "; ")),
            ("tables", one.tables.joined(separator: ", ")),
        ]
    }

    private func limit(_ one: RecordOfProcessing.TimeLimit) -> String {
        one.rule.map { "\(one.text) (rule \($0))" } ?? one.text
    }

    private func table(_ record: RecordOfProcessing) -> [UInt8] {
        var csv = CSVWriter(["purpose", "people", "data", "basis", "erasure", "until", "tables"])
        for one in record.activities { csv.add(cells(one).map(\.1)) }
        return csv.bytes
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private func page(_ record: RecordOfProcessing) -> String {
        func list(_ title: String, _ items: [String]) -> String {
            "<h2>\(escaped(title))</h2>\n<ul>\n" + items.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
        }
        let rows = record.activities.map { one in
            "<tr>" + cells(one).map { "<td>\(escaped($0.1))</td>" }.joined() + "</tr>\n"
        }
        let heads = ["Purpose", "People", "Data", "Basis", "Erasure", "Until", "Tables"].map { "<th scope=\"col\">\($0)</th>" }
            .joined()
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Record of processing</title></head><body>
            <h1>Record of processing, \(record.role.rawValue) (GDPR, Article 30)</h1>
            \(list("Controllers", record.controllers.map(\.line)))
            <h2>Activities</h2>
            <table><thead><tr>\(heads)</tr></thead><tbody>
            \(rows.joined())</tbody></table>
            \(record.clients.isEmpty ? "" : list("Clients by basis", record.clients.map { "\($0.basis): \($0.clients)" }))
            \(list("Recipients", record.recipients.map { "\($0.name), \($0.place): \($0.purpose)" }))
            \(list("Measures", record.measures))
            </body></html>
            """
    }
}
