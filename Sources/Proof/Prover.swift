public import Actions
import Foundation
public import Model
import Site

/// Runs the checks and says how each claim stands.
public struct Prover: Sendable {
    /// Where the server answers on this machine.
    public struct Place: Sendable {
        /// A port of 127.0.0.1.
        public let port: Int
        /// The routes that a check may go through.
        public let routes: [LabRoute]

        /// - Parameter port: of this machine.
        public init(port: Int, routes: [LabRoute]) {
            (self.port, self.routes) = (port, routes)
        }
    }

    let workspace: Workspace
    let place: Place
    /// Version of the program and the beginning of its digest.
    let build: String
    /// Those that there are.
    private let checks: [Check]
    /// How long one check may take.
    private let limit: Duration

    /// Runs the checks of that workspace.
    public init(workspace: Workspace, place: Place, build: String) {
        self.init(workspace: workspace, place: place, build: build, checks: Check.all, limit: .seconds(300))
    }

    /// With other checks, or less time for each, as a test wants them.
    init(workspace: Workspace, place: Place, build: String, checks: [Check], limit: Duration) {
        (self.workspace, self.place, self.build) = (workspace, place, build)
        (self.checks, self.limit) = (checks, limit)
    }

    /// Makes the two agencies, runs, takes them away.
    /// - Parameter claims: which; nil: all of them.
    public func run(_ claims: [Claim]? = nil, note: @escaping @Sendable (String) async -> Void = { _ in }) async throws
        -> ProofRun
    {
        try await run(claims ?? workspace.site.claims.all, sabotage: nil, note: note)
    }

    func run(
        _ claims: [Claim], sabotage: Sabotage?, note: @escaping @Sendable (String) async -> Void = { _ in }
    ) async throws -> ProofRun {
        let (begun, at) = (ContinuousClock.now, workspace.world.now())
        let wanted = Set(claims.filter { $0.state == .built }.flatMap(\.checks))
        let outcomes = try await outcomes(checks.filter { wanted.contains($0.name) }, sabotage, note)
        let attestations =
            [workspace.site.audits.attestation].compactMap { $0 } + (try Attestations.read(workspace.settings.content))
        let today = Day(at, in: .gmt)
        let verdicts = claims.map { claim in
            if let why = workspace.site.weakened[claim.id] {
                return ProofRun.Verdict(
                    claim: claim.id, result: .failing,
                    problem: "rests on less than in the program: " + why.joined(separator: "; "))
            }
            if claim.unless == Claims.operatorIsAgency, workspace.settings.isOperatorAgency {
                // The checks do what they promise in agencies that are nobody's own: of this workspace they prove nothing.
                return ProofRun.Verdict(claim: claim.id, result: .notInUse)
            }
            return Prover.verdict(
                claim, outcomes, attestations.first { $0.claim == claim.id }, root: workspace.settings.root, today: today)
        }
        return ProofRun(
            at: at, milliseconds: Trial.milliseconds(since: begun), build: build,
            outcomes: outcomes.sorted { $0.check < $1.check }, verdicts: verdicts)
    }

    private func outcomes(
        _ checks: [Check], _ sabotage: Sabotage?, _ note: @Sendable (String) async -> Void
    ) async throws -> [ProofRun.Outcome] {
        guard !checks.isEmpty else { return [] }
        // The agencies are made over an honest wire: a sabotage is for the checks to find.
        let network = Hex.text(workspace.world.random(4))
        let honest = Wire(
            port: place.port, baseURL: workspace.settings.baseURL,
            address: "2001:db8:\(network.prefix(4)):\(network.suffix(4))::1")
        var wire = honest
        if let sabotage { (wire.alter, wire.tamper) = (sabotage.alter, sabotage.tamper) }
        var outcomes: [ProofRun.Outcome] = []
        do {
            let a = try await Synthetic.make(Slug.synthetic[0], in: workspace, honest, seenBy: wire)
            let b = try await Synthetic.make(Slug.synthetic[1], in: workspace, honest, seenBy: wire)
            var lab = Lab(
                workspace: workspace, a: a, b: b, wire: wire, routes: place.routes, mail: workspace.settings.mail,
                backups: await workspace.backupState()?.looked(), egress: workspace.listEgress(),
                processors: workspace.site.processors)
            try await sabotage?.apply(&lab)
            let ready = lab
            for check in checks {
                try Task.checkCancellation()
                await note(check.name)
                let trial = Trial(check: check.name, limit: limit) { try await check.run(ready, &$0) }
                outcomes.append(await trial.outcome())
            }
            try await sabotage?.mend(lab)
        } catch {
            // What cannot be looked at has failed.
            let done = Set(outcomes.map(\.check))
            outcomes += checks.filter { !done.contains($0.name) }.map {
                ProofRun.Outcome(check: $0.name, problem: Trial.text(error), seen: [], milliseconds: 0)
            }
        }
        // Not in this task: cancelled, it could not wait for what is still at work.
        await Task { [workspace] in await workspace.removeSynthetic() }.value
        // A run that is ended in its midst has not found anything wrong, so it says nothing.
        try Task.checkCancellation()
        return outcomes
    }

    private static func verdict(
        _ claim: Claim, _ outcomes: [ProofRun.Outcome], _ attestation: Attestation?, root: String, today: Day
    ) -> ProofRun.Verdict {
        switch claim.state {
        case .notInUse: return ProofRun.Verdict(claim: claim.id, result: .notInUse)
        case .missing: return ProofRun.Verdict(claim: claim.id, result: .failing, problem: "not built yet")
        case .built: break
        }
        for name in claim.checks {
            guard let outcome = outcomes.first(where: { $0.check == name }) else {
                return ProofRun.Verdict(claim: claim.id, result: .failing, problem: "there is no check \(name)")
            }
            if outcome.problem != nil { return ProofRun.Verdict(claim: claim.id, result: .failing) }
        }
        guard claim.kind == .attested else { return ProofRun.Verdict(claim: claim.id, result: .proved) }
        if let problem = attestation.map({ $0.problem(root: root, today: today) }) ?? "nobody has signed for it" {
            return ProofRun.Verdict(claim: claim.id, result: .failing, problem: problem)
        }
        return ProofRun.Verdict(claim: claim.id, result: .attested, until: attestation?.until.text)
    }
}
