import Model
import Site

extension PolicyLint {
    /// A workspace's content/claims.yaml wins over the program's, but the same sentence must not rest on less there: people read the
    /// same words and the same mark behind them.
    /// - Parameter live: the sentences that some text has; what is no longer promised needs no claim.
    static func weakened(_ claims: Claims, _ program: Claims, live: Set<String>) -> [String] {
        program.all.flatMap { own -> [String] in
            let promised = own.sentences.filter(live.contains)
            guard let theirs = claims[own.id] else {
                return promised.isEmpty ? [] : ["\(own.id) is gone, though a text has \(promised.joined(separator: ", "))"]
            }
            return weaknesses(theirs, own, promised).map { "\(own.id) \($0)" }
        }
    }

    private static func weaknesses(_ theirs: Claim, _ own: Claim, _ promised: [String]) -> [String] {
        var found: [String] = []
        if theirs.state.strength < own.state.strength {
            found.append("is \(theirs.state.rawValue), and \(own.state.rawValue) in the program")
        }
        // Who signs beside the checks takes nothing away; a check in place of a signature does.
        if theirs.kind != own.kind, theirs.kind != .attested {
            found.append("is shown by \(theirs.kind.rawValue), and by \(own.kind.rawValue) in the program")
        }
        found += own.checks.filter { !theirs.checks.contains($0) }.map { "leaves out the check \($0)" }
        found += promised.filter { !theirs.sentences.contains($0) }.map { "leaves out the sentence \($0)" }
        if theirs.maxAge > own.maxAge {
            found.append("counts a run for \(theirs.maxAge) days, and for \(own.maxAge) in the program")
        }
        return found
    }
}

extension Claim.State {
    /// How much somebody is promised by it.
    fileprivate var strength: Int {
        switch self {
        case .built: 2
        case .missing: 1
        case .notInUse: 0
        }
    }
}
