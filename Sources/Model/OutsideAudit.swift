/// An examination of how safe the program is run, by somebody from outside, as content/audits.yaml has it.
public struct OutsideAudit: Hashable, Sendable {
    /// Something that was found.
    public struct Finding: Hashable, Sendable {
        /// What it is, by language; at least in English. What could help somebody who wants to use it is not told.
        public let what: [String: String]
        /// When it was mended; nil: not yet.
        public let mended: Day?

        /// - Parameter mended: nil while it is open.
        public init(what: [String: String], mended: Day?) {
            (self.what, self.mended) = (what, mended)
        }

        /// In a language, or else in English.
        public func what(in language: String) -> String { what[language] ?? what["en"] ?? "" }
    }

    /// For how long one counts, days: the next is due then.
    public static let days = 365

    /// The day of the report.
    public let date: Day
    /// Who examined.
    public let who: String
    /// The report: a file below the workspace's folder, and its SHA-256, 64 hexadecimal digits.
    public let report: String
    /// Of the report; 64 hexadecimal digits.
    public let sha256: String
    /// What was found, mended or not.
    public let findings: [Finding]

    /// - Parameter report: the name of a file below the workspace's folder.
    public init(date: Day, who: String, report: String, sha256: String, findings: [Finding]) {
        (self.date, self.who, self.report, self.sha256, self.findings) = (date, who, report, sha256, findings)
    }

    /// The last day on which it counts.
    public var until: Day { date.adding(days: OutsideAudit.days) }
}

/// All of them, the newest first, and the promise that they sign for.
public struct OutsideAudits: Hashable, Sendable {
    /// The promise that the newest of them signs for.
    public let claim: String
    /// As the file lists them.
    public let all: [OutsideAudit]

    /// - Parameter claim: an id of content/claims.yaml.
    public init(claim: String, all: [OutsideAudit]) {
        (self.claim, self.all) = (claim, all.sorted { $0.date > $1.date })
    }

    /// What the newest one signs; nil when there is none.
    public var attestation: Attestation? {
        all.first.map { Attestation(claim: claim, document: $0.report, sha256: $0.sha256.lowercased(), until: $0.until) }
    }
}
