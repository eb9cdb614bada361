import Actions
import ArgumentParser
import Foundation
import Model

/// `portico backup …`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make and verify backups.", subcommands: [Create.self, Verify.self])

    struct Create: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Copy records and documents into a folder, consistently, while everything goes on.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder; must not hold a backup yet.") var folder: String
        @Option(help: "Where the keys go; without it they are not copied. Never beside the data.") var keys: String?

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            try BackupPlace.check(common.path(folder), keys: keys.map(common.path), workspace: workspace.settings)
            let report = try await workspace.backup(
                to: HostFolder(files: io.files, folder: common.path(folder)),
                keys: keys.map { HostFolder(files: io.files, folder: common.path($0)) },
                progress: { try? await io.progress("\($0.files) files, \($0.bytes / 1_000_000) MB") })
            try await io.progress("")
            try await show(report, "Copied", common, io)
            if keys == nil && !common.json {
                try await io.line("Without the keys (--keys DIR) nobody can open its documents.")
            }
            return .done
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read every byte of a backup and compare it with its manifest.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder of the backup.") var folder: String

        func run() async throws {
            let io = LocalIO(watched: isatty(2) == 1)
            let verdict = try await Workspace.verifyBackup(HostFolder(files: io.files, folder: common.path(folder)))
            for problem in verdict.problems { try await problem.show(common, io) }
            guard verdict.problems.isEmpty else { throw Exit.failed.code }
            try await show(verdict.report, "Whole:", common, io)
        }
    }
}

/// `portico restore`: a backup into a workspace without agencies.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a backup back into a workspace that has no agencies. Needs the workspace for itself.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "The folder of the backup.") var folder: String
    @Option(help: "The folder of the keys' backup; without it those in keys/ must be the right ones.") var keys: String?

    func run() async throws {
        let io = LocalIO(watched: isatty(2) == 1)
        let place = try WorkspaceFolder(common.root)
        let workspace = try place.open(try place.settings(), mode: .command, log: .quiet)
        do {
            let report = try await workspace.restore(
                from: HostFolder(files: io.files, folder: common.path(folder)),
                keys: keys.map { HostFolder(files: io.files, folder: common.path($0)) },
                progress: { try? await io.progress("\($0.files) files, \($0.bytes / 1_000_000) MB") })
            await workspace.stop()
            try await io.progress("")
            try await show(report, "Restored", common, io)
        } catch {
            await workspace.stop()
            throw error
        }
    }
}

/// What was done, in a line.
private func show(_ report: BackupReport, _ verb: String, _ common: CommonOptions, _ io: any CommandIO) async throws {
    struct Line: Encodable {
        let agencies, files: Int
        let bytes: Int64
    }
    if common.json {
        try await io.json(Line(agencies: report.agencies, files: report.files, bytes: report.bytes))
    } else {
        let agencies = counted(report.agencies, "agency", "agencies")
        let files = counted(report.files, "file", "files")
        try await io.line("\(verb) \(agencies), \(files), \(counted(report.bytes, "byte", "bytes")).")
    }
}

/// Where a backup must not go.
enum BackupPlace {
    /// - Throws: `Refusal(.usage)` when the keys would lie beside the data, or either where the workspace keeps its own.
    static func check(_ data: String, keys: String?, workspace: WorkspaceSettings) throws {
        let places = [data, keys].compactMap { $0 }.map(parts)
        if places.count == 2, isInside(places[0], places[1]) || isInside(places[1], places[0]) {
            throw Refusal(.usage, "refusal.backup.together", ["folder": data])
        }
        for own in [workspace.data, workspace.keys, workspace.pages] {
            guard places.allSatisfy({ !isInside($0, parts(own)) }) else {
                throw Refusal(.usage, "refusal.backup.inside", ["folder": own])
            }
        }
    }

    /// The folders on the way to it, links followed as far as it exists.
    private static func parts(_ path: String) -> [String] {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }

    private static func isInside(_ path: [String], _ other: [String]) -> Bool { path.starts(with: other) }
}
