/// One run of the checks: what was done, seen and found. Holds counts, names of tables, hashes; never anything personal.
public struct ProofRun: Sendable, Hashable, Codable {
    /// One thing that a check saw.
    public struct Fact: Sendable, Hashable, Codable {
        /// What was looked at.
        public let what: String
        /// What it was.
        public let value: String

        /// - Parameters: as the properties.
        public init(_ what: String, _ value: String) {
            (self.what, self.value) = (what, value)
        }
    }

    /// What came of one check.
    public struct Outcome: Sendable, Hashable, Codable {
        /// The check.
        public let check: String
        /// Why it failed; nil when it did not. What could not be looked at has failed.
        public let problem: String?
        /// What was seen, in its order.
        public let seen: [Fact]
        /// How long it took, milliseconds.
        public let milliseconds: Int64

        /// - Parameters: as the properties.
        public init(check: String, problem: String?, seen: [Fact], milliseconds: Int64) {
            (self.check, self.problem, self.seen, self.milliseconds) = (check, problem, seen, milliseconds)
        }
    }

    /// What came of one claim.
    public struct Verdict: Sendable, Hashable, Codable {
        /// How a claim stands.
        public enum Result: String, Sendable, Codable, CaseIterable {
            case proved, failing, attested
            case notInUse = "not-in-use"
        }

        /// The claim.
        public let claim: String
        /// How it stands.
        public let result: Result
        /// The last day of an attestation, `YYYY-MM-DD`.
        public let until: String?
        /// Why it fails where no check does: what is missing.
        public let problem: String?

        /// How a claim stands.
        public init(claim: String, result: Result, until: String? = nil, problem: String? = nil) {
            (self.claim, self.result, self.until, self.problem) = (claim, result, until, problem)
        }
    }

    /// When it began, milliseconds since 1970 UTC.
    public let at: Int64
    /// How long the run took, milliseconds.
    public let milliseconds: Int64
    /// Version of the program, and the beginning of the SHA-256 of its executable.
    public let build: String
    /// What came of each check.
    public let outcomes: [Outcome]
    /// How each claim stands.
    public let verdicts: [Verdict]

    /// A run as its file has it.
    public init(at: Instant, milliseconds: Int64, build: String, outcomes: [Outcome], verdicts: [Verdict]) {
        (self.at, self.milliseconds, self.build) = (at.milliseconds, milliseconds, build)
        (self.outcomes, self.verdicts) = (outcomes, verdicts)
    }

    /// When it was begun.
    public var instant: Instant { Instant(milliseconds: at) }

    /// What a check of that name found; nil when it did not run.
    public func outcome(of check: String) -> Outcome? { outcomes.first { $0.check == check } }

    /// How a claim of that id stood; nil when it was not looked at.
    public func verdict(on claim: String) -> Verdict? { verdicts.first { $0.claim == claim } }
}

/// A run that is kept, and the SHA-256 of the file that it stands in, hexadecimal: the audit log of each agency names it.
public struct KeptProof: Sendable, Hashable {
    /// What the file holds.
    public let run: ProofRun
    /// Hexadecimal.
    public let sha256: String

    /// - Parameters: as the properties.
    public init(run: ProofRun, sha256: String) {
        (self.run, self.sha256) = (run, sha256)
    }
}

/// How a claim stands for whoever reads about it on a day.
public enum ClaimState: String, Sendable, CaseIterable {
    case proved, failing, stale, attested
    case notInUse = "not-in-use"
    case notRun = "not-run"

    /// - Parameters:
    ///   - run: the newest run; nil: there was none.
    ///   - ranOn: the day of that run for the reader.
    public init(_ claim: Claim, _ run: ProofRun?, ranOn: Day?, today: Day) {
        guard let verdict = run?.verdict(on: claim.id), let ranOn else {
            self = claim.state == .notInUse ? .notInUse : .notRun
            return
        }
        // What nobody can prove is signed for, and what is proved needs no signature: a run that says otherwise is not ours.
        let isShown = [.proved, .attested].contains(verdict.result)
        if isShown, (verdict.result == .attested) != (claim.kind == .attested) {
            self = .failing
            return
        }
        switch verdict.result {
        case .failing: self = .failing
        case .notInUse: self = .notInUse
        case .attested: self = verdict.until.flatMap { Day($0) }.map { today <= $0 } == true ? .attested : .failing
        case .proved: self = ranOn.adding(days: claim.maxAge) < today ? .stale : .proved
        }
    }

    /// The worse, the lower: a sentence of several claims stands as its worst one.
    public var rank: Int {
        switch self {
        case .failing: 0
        case .stale: 1
        case .notRun: 2
        case .notInUse: 3
        case .attested: 4
        case .proved: 5
        }
    }
}
