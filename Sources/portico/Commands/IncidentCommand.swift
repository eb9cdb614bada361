import Actions
import ArgumentParser
import Foundation
import Model

/// `portico incident …`
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "Document breaches of security, with the clock of 72 hours.",
        subcommands: [Open.self, Update.self, Close.self, List.self, Draft.self])

    /// What is known, in the words of the GDPR's Article 33(3).
    struct Told: ParsableArguments {
        @Option(help: "What happened: the data, how many people and records.") var facts = ""
        @Option(help: "What it may lead to.") var effects = ""
        @Option(help: "What was done about it, or will be.") var measures = ""
        @Option(help: "What everybody may read at /AGENCY/privacy/security/.") var shown = ""
    }

    struct Open: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "open", abstract: "Open an incident of one agency, or of all: their owners are told, and the clock runs."
        )
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency; none: all of them.") var agency: String?
        @Option(help: "confidentiality, integrity or availability.") var kind: String
        @Option(help: "One line.") var title: String
        @Option(help: "When it became known, RFC 3339; default: now.") var discovered: String?
        @OptionGroup var told: Told

        func validate() throws { _ = try incident() }

        /// What was typed, as the agency is told it.
        private func incident() throws -> NewIncident {
            guard let kind = Incident.Kind(rawValue: kind) else {
                throw ValidationError("An incident is of confidentiality, integrity or availability.")
            }
            var new = NewIncident(kind, title: title)
            (new.facts, new.effects, new.measures, new.shown) = (told.facts, told.effects, told.measures, told.shown)
            if let discovered {
                guard let date = try? Date(discovered, strategy: .iso8601) else {
                    throw ValidationError("\(discovered) is no instant such as 2026-03-10T09:00:00Z.")
                }
                new.discovered = Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
            }
            return new
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let new = try incident()
            for slug in try agency.map({ [try $0.asSlug("agency")] }) ?? workspace.slugs {
                let incident = try await workspace.agency(slug).openIncident(new, by: .operator)
                try await show(incident, slug, workspace, common, io)
            }
            return .done
        }
    }

    struct Update: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "update", abstract: "Add to what is known of an incident; what was written stays.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The incident's id.") var id: String
        @Flag(help: "The authority was told.") var toldAuthority = false
        @Flag(help: "The people whom it concerns were told.") var toldPeople = false
        @OptionGroup var told: Told

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let kind: Incident.Step.Kind = toldAuthority ? .toldAuthority : toldPeople ? .toldPeople : .update
            return try await add(kind, agency, id, told, workspace, common, io)
        }
    }

    struct Close: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "close", abstract: "Close an incident.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The incident's id.") var id: String
        @OptionGroup var told: Told

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            try await add(.close, agency, id, told, workspace, common, io)
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Every incident, and until when the authority is told.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "One agency only.") var agency: String?
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            var isLate = false
            for slug in try agency.map({ [try $0.asSlug("agency")] }) ?? workspace.slugs {
                for incident in try await workspace.agency(slug).incidents() {
                    isLate = isLate || incident.isOverdue(at: workspace.world.now())
                    try await show(incident, slug, workspace, common, io)
                }
            }
            return isLate ? .failed : .done
        }
    }

    struct Draft: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "draft", abstract: "Print the draft of what the authority, or the people, are told.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The incident's id.") var id: String
        @Flag(help: "To the people whom it concerns (Article 34), not to the authority (Article 33).") var people = false
        @OptionGroup var access: AccessOptions
        var isLooking: Bool { access.breakGlass == nil }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let text = try await workspace.agency(try agency.asSlug("agency")).operatorDraft(
                id, toPeople: people, emergency: access.breakGlass)
            if common.json { try await io.json(["draft": text]) } else { try await io.bytes(Array(text.utf8)) }
            return .done
        }
    }

    private static func add(
        _ kind: Incident.Step.Kind, _ agency: String, _ id: String, _ told: Told, _ workspace: Workspace,
        _ common: CommonOptions, _ io: any CommandIO
    ) async throws -> Exit {
        let slug = try agency.asSlug("agency")
        let incident = try await workspace.agency(slug).addStep(
            kind, facts: told.facts, effects: told.effects, measures: told.measures, shown: told.shown, to: id, by: .operator)
        try await show(incident, slug, workspace, common, io)
        return .done
    }

    private struct Line: Encodable {
        let agency, id, kind, origin, title, discovered, due, state: String
    }

    private static func show(
        _ incident: Incident, _ slug: Slug, _ workspace: Workspace, _ common: CommonOptions, _ io: any CommandIO
    ) async throws {
        let state =
            incident.isClosed
            ? "closed" : incident.toldAuthority != nil ? "told" : incident.isOverdue(at: workspace.world.now()) ? "late" : "open"
        let line = Line(
            agency: slug.text, id: incident.id.text, kind: incident.kind.rawValue, origin: incident.origin.rawValue,
            title: incident.title, discovered: incident.discovered.rfc3339, due: incident.due.rfc3339, state: state)
        if common.json { return try await io.json(line) }
        try await io.line(
            [line.agency, line.id, line.kind, line.discovered, line.state == "open" ? "due \(line.due)" : line.state, line.title]
                .joined(separator: "\t"))
    }
}
