import Actions
import ArgumentParser
import Model

/// `portico support …`
struct SupportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "support", abstract: "Read what agencies ask of whoever runs the program, and answer.",
        subcommands: [List.self, Show.self, Answer.self])

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List what was asked, what waits for an answer first. Exits with 1 when something waits.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "One agency only.") var agency: String?
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            var waits = false
            for slug in try agency.map({ [try $0.asSlug("agency")] }) ?? workspace.slugs {
                for thread in try await workspace.agency(slug).supportThreads() {
                    waits = waits || thread.isWaiting
                    let line = Line(thread, of: slug)
                    if common.json {
                        try await io.json(line)
                    } else {
                        try await io.line("\(line.agency)\t\(line.number)\t\(line.asked)\t\(line.state)\t\(line.subject)")
                    }
                }
            }
            return waits ? .failed : .done
        }
    }

    struct Show: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Print every message of a thread.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The thread's number.") var number: Int64
        var isLooking: Bool { true }

        private struct Said: Encodable {
            let at, side, body: String
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let thread = try await workspace.agency(try agency.asSlug("agency")).operatorReads(number)
            if !common.json { try await io.line(thread.subject) }
            for message in thread.messages {
                let said = Said(at: message.at.rfc3339, side: message.side.rawValue, body: message.body)
                if common.json { try await io.json(said) } else { try await io.line("\n\(said.at) \(said.side)\n\(said.body)") }
            }
            return .done
        }
    }

    struct Answer: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer", abstract: "Answer; who asked gets a letter that leads to it.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The thread's number.") var number: Int64
        @Option(help: "The answer.") var text: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let slug = try agency.asSlug("agency")
            let line = Line(try await workspace.agency(slug).answerSupport(number, text), of: slug)
            if common.json { try await io.json(line) } else { try await io.line("Answered \(number): \(line.subject)") }
            return .done
        }
    }

    private struct Line: Encodable {
        let agency: String
        let number: Int64
        let asked, state, subject: String
        /// Seconds until the first answer.
        let answered_after: Int64?

        init(_ thread: SupportThread, of slug: Slug) {
            (agency, number, subject) = (slug.text, thread.number, thread.subject)
            asked = thread.messages.first?.at.rfc3339 ?? ""
            state = thread.isWaiting ? "waiting" : "answered"
            answered_after = thread.answerTime
        }
    }
}
