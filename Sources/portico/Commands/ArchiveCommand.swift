import Actions
import ArgumentParser
import Model

/// `portico archive …`: accounts that nobody used for two years.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Accounts that were put away because nobody used them.",
        subcommands: [List.self, Restore.self])

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List accounts that are put away, by id: who they are is sealed.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            struct Line: Encodable { let id, since: String }
            let all = try await workspace.agency(try agency.asSlug("agency")).archivedAccounts()
            for one in all {
                let line = Line(id: one.person.text, since: one.at.rfc3339)
                if common.json { try await io.json(line) } else { try await io.line("\(line.id)\t\(line.since)") }
            }
            if all.isEmpty, !common.json { try await io.line("No account is put away.") }
            return .done
        }
    }

    struct Restore: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Take an account out of the archive, as it was, without a password.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address that it had, or its id.") var who: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            try await workspace.agency(try agency.asSlug("agency")).restoreAccount(who)
            if !common.json { try await io.line("The account is back. Next: portico person invite \(agency) EMAIL") }
            return .done
        }
    }
}
