import Actions
import ArgumentParser
import Foundation
import Model

/// `portico check`: everything that can be verified without changing anything.
struct Check: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Verify everything that can be verified without changing anything: records, audit log, every document, every page.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "One agency only.") var agency: String?
    var isLooking: Bool { true }

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        let slugs = try agency.map { [try $0.asSlug("agency")] } ?? workspace.slugs
        var count = 0
        for slug in slugs {
            for problem in await workspace.check(slug) {
                count += 1
                try await problem.show(common, io, agency: slug)
            }
        }
        if agency == nil {
            for problem in try await workspace.checkWorkspace() {
                count += 1
                try await problem.show(common, io)
            }
        }
        if count == 0 && !common.json {
            try await io.line("\(counted(slugs.count, "agency", "agencies")) checked, no problems.")
        }
        return count == 0 ? .done : .failed
    }
}

/// `portico doctor`: what of this machine and these settings will get in the way.
struct Doctor: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at the machine, the folders and the settings.")
    @OptionGroup var common: CommonOptions
    var isLooking: Bool { true }

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        let findings = await workspace.doctor()
        for finding in findings.facts {
            if common.json {
                try await io.json(["fact": finding.name, "value": finding.value])
            } else {
                try await io.line("\(finding.name): \(finding.value)")
            }
        }
        for problem in findings.problems { try await problem.show(common, io) }
        return findings.problems.isEmpty ? .done : .failed
    }
}

extension Problem {
    /// One line on standard error, or as JSON on standard output.
    func show(_ common: CommonOptions, _ io: any CommandIO, agency: Slug? = nil) async throws {
        struct Line: Encodable {
            let agency: String?
            let kind, subject, detail: String
        }
        let detail = Complaint.text(word, arguments)
        if common.json { try await io.json(Line(agency: agency?.text, kind: kind.rawValue, subject: subject, detail: detail)) }
        try await io.complain((agency.map { "\($0): " } ?? "") + detail)
    }
}
