import Actions
import ArgumentParser
import Foundation
import Model

/// `portico build`: renders what is stale.
struct Build: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Render the pages that are stale, and tell how long it took.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "One agency only.") var agency: String?
    @Flag(help: "Render everything, whatever the marks say.") var full = false
    @Option(help: "The pages of one client only.") var client: String?

    func validate() throws {
        if client != nil && agency == nil { throw ValidationError("--client needs the agency before it.") }
    }

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        let slugs = try agency.map { [try $0.asSlug("agency")] } ?? workspace.slugs
        var exit = Exit.done
        for slug in slugs {
            do {
                let report = try await workspace.agency(slug).build(full: full, client: try client?.asSlug("client"))
                try await show(report, slug, io)
            } catch let refusal as Refusal where agency == nil {
                try await io.complain("\(slug): \(Complaint.text(refusal.word, refusal.arguments))")
                exit = .partly
            }
        }
        return exit
    }

    private func show(_ report: BuildReport, _ slug: Slug, _ io: any CommandIO) async throws {
        struct Line: Encodable {
            let agency: String
            let written, unchanged, removed: Int
            let seconds: Double
        }
        if common.json {
            return try await io.json(
                Line(
                    agency: slug.text, written: report.written, unchanged: report.unchanged, removed: report.removed,
                    seconds: report.seconds))
        }
        let seconds = String(format: "%.2f", report.seconds)
        try await io.line(
            "\(slug): \(report.written) written, \(report.unchanged) unchanged, \(report.removed) removed in \(seconds) s")
    }
}
