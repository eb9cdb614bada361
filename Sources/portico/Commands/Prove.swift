import Actions
import ArgumentParser
import Foundation
import Model
import Proof
import Site

/// `portico prove`: checks the promises of the privacy texts on the living system.
struct Prove: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Check the promises of the privacy texts on the living system.",
        discussion: """
            Makes two agencies that exist meanwhile and in no list, does and looks at what the claims promise, and takes them away. \
            A run of all claims is kept, named in the audit log of each agency, and shown at /AGENCY/privacy/proof/. \
            Exit code 1 when a promise is not kept.
            """)
    @OptionGroup var common: CommonOptions
    @Argument(help: "Some claims only, such as C3; shown and not kept.") var claims: [String] = []
    @Option(
        help:
            "Break things on purpose, in a workspace that is thrown away, and see that exactly the checks notice that should: names of sabotages, with commas between them, or all."
    )
    var sabotage: String?
    var mode: Workspace.Mode { .serving }

    mutating func run() async throws {
        let exit = if let sabotage { try await Breaking(common).run(sabotage) } else { try await Runner.run(self) }
        if exit != .done { throw exit.code }
    }

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        let all = workspace.site.claims
        let chosen = try claims.map { name in
            guard let claim = all[name] else { throw Refusal(.usage, "refusal.proof.claim", ["claim": name]) }
            return claim
        }
        let note: @Sendable (String) async -> Void = { check in try? await io.progress("Checking: \(check)") }
        let run: ProofRun
        var sha256: String?
        if chosen.isEmpty {
            let kept = try await Proving.prove(workspace, by: .operator, note: note)
            (run, sha256) = (kept.run, kept.sha256)
            for slug in try workspace.slugs { _ = try? await workspace.agency(slug).settled() }
        } else {
            run = try await Proving.with(workspace) { try await $0.run(chosen, note: note) }
        }
        try await show(run, sha256, io)
        return run.verdicts.contains { $0.result == .failing } ? .failed : .done
    }

    private func show(_ run: ProofRun, _ sha256: String?, _ io: any CommandIO) async throws {
        try await io.progress("")
        if common.json {
            for outcome in run.outcomes { try await io.json(outcome) }
            for verdict in run.verdicts { try await io.json(verdict) }
            return
        }
        for verdict in run.verdicts {
            let until = verdict.until.map { " until \($0)" } ?? ""
            let problem = verdict.problem.map { "\t\($0)" } ?? ""
            try await io.line("\(verdict.claim)\t\(verdict.result.rawValue)\(until)\(problem)")
        }
        for outcome in run.outcomes {
            guard let problem = outcome.problem else { continue }
            try await io.complain("\(outcome.check): \(problem)")
        }
        let counts = ProofRun.Verdict.Result.allCases.map { result in
            "\(run.verdicts.count { $0.result == result }) \(result.rawValue.replacing("-", with: " "))"
        }
        try await io.line("\(counted(run.verdicts.count, "promise", "promises")): \(counts.joined(separator: ", ")).")
        if let sha256 { try await io.line("Kept; SHA-256 \(sha256).") }
    }
}
