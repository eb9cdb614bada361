import Actions
import ArgumentParser
import Foundation
import Model

/// `portico export …`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write an agency's data as a ZIP file, or verify one.",
        subcommands: [Write.self, Verify.self], defaultSubcommand: Write.self)

    struct Write: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "write", abstract: "Write all that an agency has, or has of one client, as a ZIP file.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Option(help: "One client only.") var client: String?
        @Option(help: "The file. It appears when it is whole.") var to: String
        @OptionGroup var access: AccessOptions

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let target = try await ExportTarget(common.path(to), workspace, io).checked()
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            try await agency.operatorLooks("export", emergency: access.breakGlass)
            let report = try await agency.export(
                client: try client?.asSlug("client"), to: try await io.files.create(target),
                progress: { try? await io.progress("\($0.rows) rows, \($0.documents) documents, \($0.bytes / 1_000_000) MB") })
            try await io.progress("")
            try await ExportLine(report).show("Exported", common, io)
            return .done
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read every byte of an export and compare it with its manifest.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The file.") var file: String

        func run() async throws {
            let io = LocalIO(watched: isatty(2) == 1)
            let verdict = try await Workspace.verifyExport(common.path(file))
            for problem in verdict.problems { try await problem.show(common, io) }
            guard verdict.problems.isEmpty else { throw Exit.failed.code }
            try await ExportLine(verdict.report).show("Whole:", common, io)
        }
    }
}

/// What was written, read or taken in.
struct ExportLine: Encodable {
    let tables: Int
    let rows: Int64
    let documents, invoices: Int
    let bytes: Int64

    init(_ report: ExportReport) {
        (tables, rows, documents) = (report.tables, report.rows, report.documents)
        (invoices, bytes) = (report.invoices, report.bytes)
    }

    /// In a line.
    func show(_ verb: String, _ common: CommonOptions, _ io: any CommandIO) async throws {
        if common.json { return try await io.json(self) }
        let rows = "\(counted(rows, "row", "rows")) of \(counted(tables, "table", "tables"))"
        let documents = counted(documents, "document", "documents")
        try await io.line(
            "\(verb) \(rows), \(documents), \(counted(invoices, "invoice", "invoices")), \(counted(bytes, "byte", "bytes")).")
    }
}
