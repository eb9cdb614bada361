import Actions
import ArgumentParser
import Model

/// `portico retention …`: the rules of how long what is kept.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Do what the rules of retention say; a running server does so every day.",
        subcommands: [Run.self])

    struct Run: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Delete, empty and warn as the rules say, and tell what was overdue.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Flag(help: "Say what is overdue; change nothing.") var dryRun = false
        @Flag(help: "The clock is right: the workspace rested for longer than 40 days.") var rested = false

        func validate() throws {
            guard !(dryRun && rested) else { throw ValidationError("--dry-run changes nothing, so it needs no --rested.") }
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            struct Line: Encodable {
                let rule: String
                let found, done, held: Int
            }
            let outcomes = try await workspace.agency(try agency.asSlug("agency")).runRetention(
                isDry: dryRun, hasRested: rested)
            for outcome in outcomes {
                let rule = outcome.rule.subject.rawValue
                if common.json {
                    try await io.json(Line(rule: rule, found: outcome.found, done: outcome.done, held: outcome.held))
                } else if outcome.found > 0 {
                    let held = outcome.held > 0 ? ", \(outcome.held) on hold" : ""
                    try await io.line("\(rule)\t\(outcome.found) overdue, \(outcome.done) done\(held)")
                }
            }
            if !common.json, outcomes.allSatisfy({ $0.found == 0 }) { try await io.line("Nothing is overdue.") }
            return .done
        }
    }
}
