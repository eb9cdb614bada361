import Actions
import ArgumentParser
import Foundation
import Model

/// `portico import`: records from a folder of CSV files.
struct Import: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a folder of CSV files: all of it or nothing. The same folder again changes nothing.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "The agency.") var agency: String
    @Argument(help: "The folder; or the archive that `portico export` wrote.") var folder: String
    @Flag(help: "Check everything, change nothing.") var dryRun = false
    @Flag(help: "Also bring people back who were erased within the last year.") var again = false

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        guard try await io.files.names(in: common.path(folder)) != nil else {
            if folder.hasSuffix(".zip"), let archive = try await io.files.open(common.path(folder)) {
                return try await takeIn(archive, workspace, io)
            }
            throw Refusal(.invalid, "refusal.import.folder", ["folder": folder])
        }
        let progress = ImportProgress()
        let watching = Task { try await Import.watch(progress, io) }
        defer { watching.cancel() }
        let report = try await workspace.importFolder(
            try agency.asSlug("agency"), from: HostFolder(files: io.files, folder: common.path(folder)), isDryRun: dryRun,
            again: again, progress: progress)
        watching.cancel()
        try await io.progress("")
        try await show(report, io)
        return report.problems.isEmpty ? .done : .badData
    }

    /// An export becomes an agency that there was not.
    private func takeIn(_ archive: any FileReader, _ workspace: Workspace, _ io: any CommandIO) async throws -> Exit {
        guard !dryRun else { throw Refusal(.usage, "refusal.import.dry") }
        guard !again else { throw Refusal(.usage, "refusal.import.again-archive") }
        let taken = try await workspace.takeIn(try agency.asSlug("agency"), from: archive)
        try await ExportLine(taken.report).show("Imported", common, io)
        // The archive decides who may do everything there: whoever imports it is to see who that is.
        struct Manager: Encodable { let role, email, name: String }
        for person in taken.managers {
            let line = Manager(role: person.role.rawValue, email: person.email, name: person.name)
            if common.json { try await io.json(line) } else { try await io.line("\(line.role)\t\(line.email)\t\(line.name)") }
        }
        if !common.json {
            if taken.managers.isEmpty { try await io.line("Nobody is owner or admin there.") }
            if taken.erasedAgain > 0 {
                let count = counted(taken.erasedAgain, "erasure", "erasures")
                try await io.line("\(count) of the ledger here had to be done again.")
            }
            try await io.line("Nobody has a password there yet: `portico person invite \(agency) EMAIL` prints a link.")
        }
        return .done
    }

    /// Shows how far it is, from the second second on, five times a second at most.
    private static func watch(_ progress: ImportProgress, _ io: any CommandIO) async throws {
        try await Task.sleep(for: .seconds(1))
        while !Task.isCancelled {
            let (step, rows) = progress.now
            try await io.progress("\(step): \(rows) rows")
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private func show(_ report: ImportReport, _ io: any CommandIO) async throws {
        struct Line: Encodable {
            let type = "file"
            let file: String
            let added, changed, unchanged: Int
        }
        struct Flaw: Encodable {
            let type = "problem"
            let file: String
            let line: Int
            let column, detail: String
        }
        for problem in report.problems {
            let detail = Complaint.text(problem.word, problem.arguments)
            if common.json {
                try await io.json(Flaw(file: problem.file, line: problem.line, column: problem.column, detail: detail))
            }
            let column = problem.column.isEmpty ? "" : " \(problem.column):"
            try await io.complain("\(problem.file):\(problem.line):\(column) \(detail)")
        }
        if !report.problems.isEmpty {
            let more = report.problemCount - report.problems.count
            if more > 0 { try await io.complain("… and \(more) more.") }
            return try await io.complain("Nothing was imported.")
        }
        for (name, rows) in report.files {
            if common.json {
                try await io.json(Line(file: name, added: rows.added, changed: rows.changed, unchanged: rows.unchanged))
            } else {
                try await io.line("\(name): \(rows.added) added, \(rows.changed) changed, \(rows.unchanged) unchanged")
            }
        }
        if !common.json {
            let seconds = String(format: "%.2f", report.seconds)
            try await io.line(dryRun ? "Nothing was changed (dry run), \(seconds) s." : "Imported in \(seconds) s.")
        }
    }
}
