import ArgumentParser
import Model
import Proof
import Site

/// `portico policy …`
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "The privacy texts and their promises.",
        subcommands: [Lint.self, List.self, Announce.self, Activate.self])

    /// Looks at texts, claims, checks and sabotages; needs no workspace.
    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract:
                "Find sentences without a claim, claims without a check, checks without a sabotage, and ids that differ or were used before.",
            discussion: "Looks at the texts of the workspace given with --root, else at those that come with the program.")
        @Option(help: "A workspace, whose content/ wins over the program's.") var root: String?

        func run() async throws {
            let site = try Site.load(workspace: root.map { try WorkspaceFolder($0).path }, version: Portico.version)
            let problems = try PolicyLint.problems(site)
            for problem in problems { try await LocalIO(watched: false).complain(problem) }
            guard problems.isEmpty else { throw Exit.failed.code }
            let sentences = Set(try site.policySentences().flatMap(\.ids))
            say(
                "\(counted(sentences.count, "sentence", "sentences")), \(counted(site.claims.all.count, "claim", "claims")), "
                    + "\(counted(Proof.Check.all.count, "check", "checks")), \(counted(Sabotage.all.count, "sabotage", "sabotages")): no problems.\n\(site.claims.figures)."
            )
        }
    }
}
