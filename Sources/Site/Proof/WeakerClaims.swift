import Model

extension Claims {
    /// A workspace's content/claims.yaml wins over the program's, but the same sentence must not rest on less there: people read the
    /// same words and the same mark behind them. What does is failing, whatever its checks find.
    /// - Parameters:
    ///   - program: the promises as they come with the program.
    ///   - live: the sentences that some text has; what is no longer promised needs no claim.
    /// - Returns: these promises, those of the program among them that were left out, and by the id of each that rests on less what is
    ///   less about it.
    func judged(by program: Claims, live: Set<String>) -> (claims: Claims, weaknesses: [String: [String]]) {
        var (left, found): ([Claim], [String: [String]]) = ([], [:])
        for own in program.all {
            let promised = own.sentences.filter(live.contains)
            guard let theirs = self[own.id] else {
                if promised.isEmpty { continue }
                left.append(own)
                found[own.id] = ["is gone, though a text has \(promised.joined(separator: ", "))"]
                continue
            }
            let weaknesses = Claims.weaknesses(theirs, own, promised)
            if !weaknesses.isEmpty { found[own.id] = weaknesses }
        }
        return (left.isEmpty ? self : adding(left), found)
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
        if let unless = theirs.unless, unless != own.unless { found.append("is taken back by \(unless), and not in the program") }
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
