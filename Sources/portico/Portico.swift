import Actions
import ArgumentParser
import Foundation
import Glibc
import Model

/// The command line. `swift-argument-parser` reads it; `Runner` decides which process does the work.
@main
struct Portico: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "portico",
        abstract: "Private portals for agencies and their clients, from one program.",
        discussion: """
            Exit codes: 0 done, 1 failed, 3 done in part, 10 no workspace here, 11 locked and not answering, 12 wrong key, \
            13 data newer than the program, 64 usage, 65 bad input data, 78 bad configuration, 130 interrupted.
            """,
        version: version,
        // Each of them says its name: made from the type, the names cost a sixth of the time of a short command.
        subcommands: [
            Init.self, AgencyCommand.self, PersonCommand.self, Import.self, Build.self, Serve.self, DocumentCommand.self,
            AuditCommand.self, BackupCommand.self, Restore.self, Check.self, Doctor.self, ConfigCommand.self, MailCommand.self,
            UsageCommand.self, Prove.self, PolicyCommand.self, SubjectCommand.self, ErasureCommand.self, RetentionCommand.self,
            ArchiveCommand.self,
            EgressCommand.self, IncidentCommand.self, Ropa.self, ExportCommand.self, RequestCommand.self,
            SupportCommand.self, DisclosureCommand.self,
            Demo.self,
            Completion.self,
        ])

    /// Parses, runs, and turns whatever goes wrong into one sentence and its exit code.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        if CommandLine.arguments.dropFirst() == [PasswordWorker.argument] { PasswordWorker.run() }
        var command: any ParsableCommand
        do {
            command = try parseAsRoot()
        } catch {
            exit(withError: error)
        }
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch  where [ExitCode.success, .validationFailure].contains(exitCode(for: error)) {
            // Help is an error that ArgumentParser throws when it "runs"; so is an argument that is found wrong late.
            exit(withError: error)
        } catch {
            await Complaint(error).show(on: LocalIO(watched: false))
            Glibc.exit(Complaint(error).exit.rawValue)
        }
    }
}

/// What commands understand that show what an agency keeps.
struct AccessOptions: ParsableArguments {
    @Option(help: "Open access for an hour without a grant, for this reason; the owners are told.") var breakGlass: String?
}

/// What every command understands.
struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("root"), help: "The workspace. Default: the folder that holds portico.yaml, from here upwards.")
    var root: String?

    @Flag(help: "One JSON object a line on standard output.")
    var json = false

    /// Where the command was typed: set when its arguments went through the socket.
    @Option(name: .customLong("from"), help: .hidden)
    var from: String?

    /// A path as the one who typed it means it.
    func path(_ path: String) -> String {
        guard !path.hasPrefix("/"), let from else { return path }
        return from + "/" + path
    }
}
