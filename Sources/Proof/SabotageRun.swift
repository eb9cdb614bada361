import Actions
import Model
import Site

/// Breaks one thing after the other and compares what turns red with what should. For throw-away workspaces only.
public struct SabotageRun: Sendable {
    /// What came of one sabotage.
    public struct Report: Sendable, Codable {
        /// What was broken.
        public let sabotage: String
        /// The claims that should have failed and did not; the claims that failed and should not have. Both empty: as it must be.
        public let missed, surplus: [String]
        /// The claims that failed as they should.
        public let red: [String]

        /// Whether exactly the checks turned red that should.
        public var isRight: Bool { missed.isEmpty && surplus.isEmpty && !red.isEmpty }
    }

    let prover: Prover

    /// Breaks one thing after the other for this prover.
    public init(_ prover: Prover) {
        self.prover = prover
    }

    private var claims: [Claim] { prover.workspace.site.claims.all.filter { $0.state == .built && !$0.checks.isEmpty } }

    /// What fails though nothing is broken: must be nothing.
    public func untouched() async throws -> [String] {
        try await failing(nil)
    }

    /// Breaks one thing and looks.
    public func report(on sabotage: Sabotage) async throws -> Report {
        let found = Set(try await failing(sabotage))
        let wanted = Set(sabotage.breaks)
        let all = claims.filter { claim in claim.checks.contains { found.contains($0) } }.map(\.id)
        let due = claims.filter { claim in claim.checks.contains { wanted.contains($0) } }.map(\.id)
        // By checks first: two that share a claim must not cover for each other.
        let missed = wanted.subtracting(found).sorted() + due.filter { !all.contains($0) }
        let surplus = found.subtracting(wanted).sorted() + all.filter { !due.contains($0) }
        return Report(sabotage: sabotage.name, missed: missed, surplus: surplus, red: all)
    }

    /// The checks that fail.
    private func failing(_ sabotage: Sabotage?) async throws -> [String] {
        try await prover.run(claims, sabotage: sabotage).outcomes.filter { $0.problem != nil }.map(\.check)
    }
}
