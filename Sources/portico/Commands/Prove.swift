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
        let exit = if let sabotage { try await ThrowAway.run(sabotage, common) } else { try await Runner.run(self) }
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

/// A workspace that is made to be broken.
private enum ThrowAway {
    static func run(_ name: String, _ common: CommonOptions) async throws -> Exit {
        let chosen = name == "all" ? Sabotage.all : try name.split(separator: ",").map { try named(String($0)) }
        guard !chosen.isEmpty else { throw Refusal(.usage, "refusal.proof.sabotage", ["name": name]) }
        let root = FileManager.default.temporaryDirectory.appending(path: "portico-sabotage-\(UUID().uuidString)").path
        // Never in the workspace itself.
        let copies = root + "-backups"
        defer { for folder in [root, copies] { try? FileManager.default.removeItem(atPath: folder) } }
        try Init.make(root)
        let folder = try WorkspaceFolder(root)
        let settings = try folder.settings(flags: ["base_url": "https://portal.example"])
        let workspace = try folder.open(settings, mode: .serving, log: .quiet)
        // Nobody needs these passwords for long.
        workspace.usePasswords(.weakest)
        if let slug = Slug("sample") {
            _ = try await workspace.addAgency(
                NewAgency(slug: slug, name: "Sample", country: "IE", timeZone: "Europe/Dublin"))
        }
        // What is promised of backups is looked at in what is known of them.
        let repository = LocalFolder(copies + "/data")
        _ = try await workspace.backup(to: repository, keys: LocalFolder(copies + "/keys"))
        _ = try await workspace.drillBackup(repository)
        let io = LocalIO(watched: isatty(2) == 1)
        do {
            let exit = try await Proving.with(workspace) { try await run(chosen, SabotageRun($0), common, io) }
            await workspace.stop()
            return exit
        } catch {
            await workspace.stop()
            throw error
        }
    }

    private static func named(_ name: String) throws -> Sabotage {
        guard let found = Sabotage.named(name) else { throw Refusal(.usage, "refusal.proof.sabotage", ["name": name]) }
        return found
    }

    private static func run(
        _ chosen: [Sabotage], _ runner: SabotageRun, _ common: CommonOptions, _ io: LocalIO
    ) async throws -> Exit {
        let broken = try await runner.untouched()
        for check in broken { try await io.complain("Nothing was broken, and \(check)") }
        var wrong = broken.count
        for sabotage in chosen {
            try await io.progress("Breaking: \(sabotage.name)")
            let report = try await runner.report(on: sabotage)
            if !report.isRight { wrong += 1 }
            try await io.progress("")
            if common.json {
                try await io.json(report)
            } else {
                let missed = report.missed.isEmpty ? "" : "; not noticed: \(report.missed.joined(separator: " "))"
                let surplus = report.surplus.isEmpty ? "" : "; too much: \(report.surplus.joined(separator: " "))"
                try await io.line(
                    "\(report.isRight ? "right" : "WRONG")\t\(report.sabotage)\t\(report.red.joined(separator: " "))\(missed)\(surplus)"
                )
            }
        }
        if !common.json {
            try await io.line(
                "\(counted(chosen.count, "sabotage", "sabotages")), \(chosen.count - wrong + broken.count) noticed by exactly the checks that should."
            )
        }
        return wrong == 0 ? .done : .failed
    }
}
