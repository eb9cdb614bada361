import Actions
import ArgumentParser
import Foundation
import Model

/// `portico backup …`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make, list, verify, thin out and try backups.",
        subcommands: [Create.self, List.self, Verify.self, Prune.self, Drill.self, Forget.self])

    struct Create: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Add a snapshot of records and documents to a repository, consistently, while everything goes on.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder of the repository; made when there is none.") var folder: String
        @Option(help: "Where the keys go; without it they are not copied. Never beside the data.") var keys: String?

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let report = try await workspace.backup(
                to: io.folder(common.path(folder)), keys: keys.map { io.folder(common.path($0)) },
                progress: io.progress)
            try await io.progress("")
            try await show(report, "Backed up", common, io)
            if keys == nil && !common.json {
                try await io.line("Without the keys (--keys DIR) nobody can open it.")
            }
            return .done
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the snapshots of a repository, the oldest first.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder of the repository.") var folder: String
        var isLooking: Bool { true }

        private struct Line: Encodable {
            let snapshot, made: String
            let agencies: [String]
            let files: Int
            let bytes: Int64
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            var isWhole = true
            for one in try await workspace.backups(in: io.folder(common.path(folder))) {
                if let problem = one.problem {
                    isWhole = false
                    try await io.complain("\(one.name): \(Complaint.text(problem.word, problem.arguments))")
                    continue
                }
                let line = Line(
                    snapshot: one.name.description, made: one.name.made.rfc3339, agencies: one.agencies, files: one.files,
                    bytes: one.bytes)
                if common.json {
                    try await io.json(line)
                } else {
                    try await io.line(
                        [line.snapshot, line.made, line.agencies.joined(separator: ","), "\(line.files)", "\(line.bytes)"]
                            .joined(separator: "\t"))
                }
            }
            return isWhole ? .done : .failed
        }
    }

    struct Verify: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read every byte of a repository and open every seal.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder of the repository.") var folder: String
        @Argument(help: "One snapshot only.") var snapshot: String?
        @Option(help: "A folder with backups of keys, which are compared with their manifests.") var keys: String?
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let verdict = try await workspace.verifyBackups(
                in: io.folder(common.path(folder)), snapshot: snapshot, keys: keys.map { io.folder(common.path($0)) },
                progress: io.progress)
            try await io.progress("")
            for problem in verdict.problems { try await problem.show(common, io) }
            guard verdict.problems.isEmpty else { return .failed }
            if common.json {
                struct Line: Encodable {
                    let snapshots: Int
                    let bytes: Int64
                }
                try await io.json(Line(snapshots: verdict.snapshots, bytes: verdict.report.bytes))
            } else {
                let snapshots = counted(verdict.snapshots, "snapshot", "snapshots")
                try await io.line("Whole: \(snapshots), \(counted(verdict.report.bytes, "byte", "bytes")).")
            }
            return .done
        }
    }

    struct Prune: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune", abstract: "Remove snapshots whose time is over, and what no snapshot names any longer.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder of the repository.") var folder: String
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let report = try await workspace.pruneBackups(in: io.folder(common.path(folder)))
            if common.json {
                struct Line: Encodable {
                    let removed: [String]
                    let kept, chunks: Int
                    let bytes: Int64
                }
                try await io.json(
                    Line(
                        removed: report.removed.map(\.description), kept: report.kept.count, chunks: report.chunks,
                        bytes: report.bytes))
            } else {
                for name in report.removed { try await io.line("Removed \(name).") }
                let chunks = counted(report.chunks, "chunk", "chunks")
                try await io.line(
                    "Kept \(counted(report.kept.count, "snapshot", "snapshots")), removed \(chunks), "
                        + "\(counted(report.bytes, "byte", "bytes")).")
            }
            return .done
        }
    }

    struct Drill: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "drill",
            abstract: "Restore the newest snapshot for trial, look whether it is whole, and remove it again.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder of the repository.") var folder: String
        @Option(help: "A folder with backups of keys to restore with; without it, copies of the keys in use.") var keys: String?

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let (result, problems) = try await workspace.drillBackup(
                io.folder(common.path(folder)), keys: keys.map { io.folder(common.path($0)) }, progress: io.progress)
            try await io.progress("")
            for problem in problems { try await problem.show(common, io) }
            if common.json {
                try await io.json(result)
            } else if result.isGood {
                try await io.line(
                    "\(result.snapshot) can be restored: \(counted(result.agencies, "agency", "agencies")), "
                        + "\(counted(result.rows, "row", "rows")), \(counted(result.documents, "document", "documents")) opened.")
            }
            return result.isGood ? .done : .failed
        }
    }
}

extension BackupCommand {
    struct Forget: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget", abstract: "Look no more after a repository, or a folder of keys, that was destroyed.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder, which must be empty or gone.") var folder: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let folder = URL(filePath: common.path(folder)).standardizedFileURL.path
            try workspace.forgetBackups(in: folder)
            if !common.json { try await io.line("Nobody looks into \(folder) any more.") }
            return .done
        }
    }
}

/// `portico restore`: a backup into a workspace without agencies.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a backup back into a workspace that has no agencies. Needs the workspace for itself.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "The folder of the repository.") var folder: String
    @Argument(help: "The snapshot; without it the newest.") var snapshot: String?
    @Option(help: "The folder with backups of keys; without it those in keys/ must be the right ones.") var keys: String?
    @Flag(help: "Go on although no ledger of erasures is here or beside the backup: whoever was erased since comes back.")
    var withoutLedger = false
    @Flag(help: "Go on although the ledger may be older than the backup: nobody was erased after what it has.")
    var withoutNewerErasures = false

    func run() async throws {
        let io = LocalIO(watched: isatty(2) == 1)
        let place = try WorkspaceFolder(common.root)
        let workspace = try place.open(try place.settings(), mode: .command, log: .quiet)
        do {
            let report = try await workspace.restore(
                from: io.folder(common.path(folder)), snapshot: snapshot, keys: keys.map { io.folder(common.path($0)) },
                trust: withoutLedger ? .nobodyWasErased : withoutNewerErasures ? .nobodySince : .mustBeNew, progress: io.progress)
            await workspace.stop()
            try await io.progress("")
            try await show(report, "Restored", common, io)
            if !common.json {
                let until = report.checked.map { "whole until \(Instant(milliseconds: $0).rfc3339)" } ?? "of unknown age"
                try await io.line("The ledger of erasures names \(report.erasures); beside the backup it is \(until).")
            }
        } catch {
            await workspace.stop()
            throw error
        }
    }
}

extension CommandIO {
    /// A folder of whoever typed the command.
    fileprivate func folder(_ path: String) -> HostFolder {
        HostFolder(files: files, folder: URL(filePath: path).standardizedFileURL.path)
    }

    /// How far it is.
    @Sendable fileprivate func progress(_ report: BackupReport) async {
        try? await progress("\(report.files) files, \(report.bytes / 1_000_000) MB")
    }
}

/// What was done, in a line.
private func show(_ report: BackupReport, _ verb: String, _ common: CommonOptions, _ io: any CommandIO) async throws {
    struct Line: Encodable {
        let snapshot: String
        let agencies, files: Int
        let bytes, written: Int64
    }
    if common.json {
        let line = Line(
            snapshot: report.snapshot, agencies: report.agencies, files: report.files, bytes: report.bytes,
            written: report.written)
        return try await io.json(line)
    }
    let agencies = counted(report.agencies, "agency", "agencies")
    let files = counted(report.files, "file", "files")
    let new = verb == "Restored" ? "" : ", \(report.written) of them new"
    try await io.line("\(verb) \(agencies), \(files), \(counted(report.bytes, "byte", "bytes"))\(new): \(report.snapshot).")
}
