import Actions
import ArgumentParser
import Model

/// `portico mail test ADDRESS`
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "See whether mail works.", subcommands: [Test.self])

    struct Test: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Send one mail, and print what was said with the mail server.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The e-mail address to send it to.") var address: String
        var isLooking: Bool { true }

        private struct Shown: Encodable {
            let taken: Bool
            let reply: String
            let dialogue: [String]
            let file: String?
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let trial = try await workspace.testMail(to: address)
            if common.json {
                try await io.json(
                    Shown(taken: trial.isTaken, reply: trial.reply, dialogue: trial.dialogue, file: trial.spool))
                return trial.isTaken ? .done : .failed
            }
            for line in trial.dialogue { try await io.line(line) }
            if let file = trial.spool, trial.isTaken {
                try await io.line("No mail server is set: the mail was put into \(file).")
            } else if trial.isTaken {
                try await io.line("The server took it: \(trial.reply)")
            } else {
                try await io.complain("The server did not take it: \(trial.reply)")
            }
            return trial.isTaken ? .done : .failed
        }
    }
}
