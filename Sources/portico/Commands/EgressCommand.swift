import Actions
import ArgumentParser
import Model

/// `portico egress list`
struct EgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "egress", abstract: "See where the program may connect.", subcommands: [List.self])

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every host that is declared in content/processors.yaml, and what the settings ask for.")
        @OptionGroup var common: CommonOptions
        var isLooking: Bool { true }

        private struct Line: Encodable {
            let host: String
            let processor, contract, setting, refusal: String?
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let lines = workspace.listEgress()
            for one in lines {
                let why = one.refusal.map { Complaint.text($0.word, $0.arguments) }
                if common.json {
                    try await io.json(
                        Line(
                            host: one.host, processor: one.processor, contract: one.standing?.rawValue, setting: one.setting,
                            refusal: why))
                    continue
                }
                let standing = one.standing.map { "contract \($0.rawValue)" } ?? "–"
                try await io.line([one.host, one.processor ?? "–", standing, one.setting ?? "–"].joined(separator: "\t"))
                if let why { try await io.complain(why) }
            }
            if lines.isEmpty, !common.json { try await io.line("The program connects to no other machine.") }
            return lines.allSatisfy { $0.refusal == nil } ? .done : .failed
        }
    }
}
