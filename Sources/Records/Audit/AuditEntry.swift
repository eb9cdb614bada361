public import Model

/// What is to be written in the audit log.
public struct NewAuditEntry: Sendable, Hashable {
    /// When it happened.
    public var at: Instant
    /// Who: an id or one word (`Actor.auditName`), never a name or address.
    public var actor: String
    /// What, such as `document.read`.
    public var action: String
    /// To what: an id, or empty.
    public var subject: String
    /// `ok`, `refused`, …
    public var outcome: String
    /// What may hold personal data (address, e-mail as typed, old → new): stands apart from the chain.
    public var detail: String
    /// 16 random bytes, fresh for each entry, so that a detail cannot be guessed from its seal.
    public var salt: [UInt8]

    /// - Parameters:
    ///   - actor: who; becomes `Actor.auditName`.
    ///   - salt: 16 random bytes, fresh for each entry (`World.random(16)`).
    public init(
        at: Instant, actor: Actor, action: String, subject: String = "", outcome: String = "ok", detail: String = "",
        salt: [UInt8]
    ) {
        (self.at, self.actor, self.action, self.subject) = (at, actor.auditName, action, subject)
        (self.outcome, self.detail, self.salt) = (outcome, detail, salt)
    }
}

/// One entry of the audit log as it stands there.
public struct AuditEntry: Sendable, Hashable {
    /// From 1, without gaps.
    public var seq: Int64
    /// When it happened.
    public var at: Instant
    /// Who: an id or one word.
    public var actor: String
    /// What was done.
    public var action: String
    /// To what: an id, or empty.
    public var subject: String
    /// `ok`, `refused`, …
    public var outcome: String
    /// SHA-256(salt ‖ detail); 32 bytes.
    public var sealed: [UInt8]
    /// SHA-256 over the entry before and this one; 32 bytes.
    public var hash: [UInt8]
    /// 16 bytes; nil when the detail was deleted.
    public var salt: [UInt8]?
    /// Nil when it was deleted.
    public var detail: String?

    /// - Parameters:
    ///   - sealed: 32 bytes.
    ///   - hash: 32 bytes.
    public init(
        seq: Int64, at: Instant, actor: String, action: String, subject: String, outcome: String, sealed: [UInt8],
        hash: [UInt8], salt: [UInt8]? = nil, detail: String? = nil
    ) {
        (self.seq, self.at, self.actor, self.action) = (seq, at, actor, action)
        (self.subject, self.outcome, self.sealed, self.hash) = (subject, outcome, sealed, hash)
        (self.salt, self.detail) = (salt, detail)
    }
}

/// The end of a log at some time: kept elsewhere, it proves that nothing up to there was changed or cut off since.
public struct AuditHead: Sendable, Hashable {
    /// The last entry's seq; 0 for an empty log.
    public let seq: Int64
    /// The last entry's hash; 32 bytes.
    public let hash: [UInt8]

    /// - Parameters:
    ///   - seq: the last entry's; 0 for an empty log.
    ///   - hash: the last entry's; 32 bytes.
    public init(seq: Int64, hash: [UInt8]) {
        (self.seq, self.hash) = (seq, hash)
    }

    /// As people keep it: `SEQ:HASH`, the hash as 64 hexadecimal digits.
    public var text: String { "\(seq):\(Hex.text(hash))" }

    /// Reads `SEQ:HASH`; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let seq = Int64(parts[0]), seq >= 0, let hash = Hex.bytes(String(parts[1])), hash.count == 32
        else { return nil }
        (self.seq, self.hash) = (seq, hash)
    }

    /// What stands for an agency's log in a checkpoint's tree: agency id (36 bytes) ‖ seq u64 big-endian ‖ hash (32 bytes).
    public func leaf(of agency: ID<Agency>) -> [UInt8] {
        Array(agency.text.utf8) + withUnsafeBytes(of: UInt64(bitPattern: seq).bigEndian) { Array($0) } + hash
    }
}

/// The first place at which an audit log is not what was written.
public struct AuditProblem: Sendable, Hashable {
    /// What is wrong there.
    public enum What: String, Sendable, CaseIterable {
        /// No entry has this seq, or another stands in its place.
        case missing
        /// The entry is not what its hash was made of, or does not follow from the one before.
        case hash
        /// The detail is not what was sealed.
        case detail
        /// The log ends before the entry that a head kept elsewhere names.
        case cut
        /// The entry is whole, but not the one that a head kept elsewhere names: the log was written anew.
        case rewritten
    }

    /// The first altered entry.
    public let seq: Int64
    /// What is wrong there.
    public let what: What

    /// - Parameter seq: the first altered entry.
    public init(seq: Int64, what: What) {
        (self.seq, self.what) = (seq, what)
    }
}
