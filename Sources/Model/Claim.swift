/// One promise of the privacy texts, and what shows that it is kept. Claims stand in content/claims.yaml.
public struct Claim: Sendable, Hashable {
    /// How it is shown.
    public enum Kind: String, Sendable, CaseIterable {
        /// By looking at settings, structures or bytes as they are.
        case look
        /// By doing it, as agencies made for that, and looking at what comes of it.
        case act
        /// By counting in the records of all agencies.
        case count
        /// By nothing that a program can do: somebody signs for it, until a day.
        case attested
    }

    /// How far the program is.
    public enum State: String, Sendable, CaseIterable {
        /// It is there, and checked.
        case built
        /// It is promised and not there yet, so the promise fails.
        case missing
        /// Nobody is promised anything yet: the program does not do this at all.
        case notInUse = "not-in-use"
    }

    /// A letter and a number, such as `C3`; part of an address, never used again.
    public let id: String
    /// The sentences that make the promise, such as `P12`, whichever text they stand in.
    public let sentences: [String]
    /// The checks that must all succeed, by name.
    public let checks: [String]
    /// How it is shown that it is kept.
    public let kind: Kind
    /// How far the program is.
    public let state: State
    /// Days after which what was shown is too old to count.
    public let maxAge: Int
    /// The setting of the workspace that takes the promise back while it is on; nil: nothing does.
    public let unless: String?

    /// - Parameters: as the properties.
    public init(
        id: String, sentences: [String], checks: [String], kind: Kind, state: State = .built, maxAge: Int = 3,
        unless: String? = nil
    ) {
        (self.id, self.sentences, self.checks) = (id, sentences, checks)
        (self.kind, self.state, self.maxAge, self.unless) = (kind, state, maxAge, unless)
    }

    /// Whether a text can be the id of a claim or of a sentence: a capital letter, then one to three digits that do not begin with 0.
    public static func isID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (2...4).contains(bytes.count), (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0]),
            bytes[1] != UInt8(ascii: "0")
        else { return false }
        return bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Letters first, then by number: C2 before C10.
    public static func isBefore(_ left: String, _ right: String) -> Bool {
        (left.prefix(1), left.count, left) < (right.prefix(1), right.count, right)
    }
}

/// A document that somebody signs a promise with: content/attestations.yaml of a workspace.
public struct Attestation: Sendable, Hashable {
    /// The id of the claim.
    public let claim: String
    /// A file below the workspace's folder.
    public let document: String
    /// SHA-256 of the file, hexadecimal.
    public let sha256: String
    /// The last day on which it counts.
    public let until: Day

    /// - Parameters: as the properties.
    public init(claim: String, document: String, sha256: String, until: Day) {
        (self.claim, self.document, self.sha256, self.until) = (claim, document, sha256, until)
    }
}
