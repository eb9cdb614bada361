import Crypto
public import Model

/// The arithmetic of the audit log (docs/audit.md has worked entries): pure functions, so that anyone can repeat them.
public enum AuditChain {
    /// What stands before the first entry: SHA-256("portico audit 1" ‖ agency id), both as UTF-8.
    public static func first(of agency: ID<Agency>) -> [UInt8] {
        digest(Array("portico audit 1".utf8) + Array(agency.text.utf8))
    }

    /// The seal of a detail: SHA-256(salt ‖ detail as UTF-8).
    ///
    /// - Parameter salt: 16 bytes.
    public static func sealed(salt: [UInt8], detail: String) -> [UInt8] {
        digest(salt + Array(detail.utf8))
    }

    /// SHA-256(previous ‖ seq u64 ‖ at i64 ‖ actor ‖ action ‖ subject ‖ outcome ‖ sealed), numbers big-endian, each text as
    /// its length (u32, bytes) and its UTF-8.
    ///
    /// - Parameters:
    ///   - entry: its own `hash` is not looked at.
    ///   - previous: the hash of the entry before, or `first(of:)`; 32 bytes.
    public static func hash(_ entry: AuditEntry, after previous: [UInt8]) -> [UInt8] {
        var bytes = previous
        bytes.reserveCapacity(256)
        append(UInt64(bitPattern: entry.seq), to: &bytes)
        append(UInt64(bitPattern: entry.at.milliseconds), to: &bytes)
        for text in [entry.actor, entry.action, entry.subject, entry.outcome] {
            append(UInt32(truncatingIfNeeded: text.utf8.count), to: &bytes)
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(contentsOf: entry.sealed)
        return digest(bytes)
    }

    /// The entry that follows a head.
    public static func entry(_ new: NewAuditEntry, after head: AuditHead) -> AuditEntry {
        var entry = AuditEntry(
            seq: head.seq + 1, at: new.at, actor: new.actor, action: new.action, subject: new.subject, outcome: new.outcome,
            sealed: sealed(salt: new.salt, detail: new.detail), hash: [], salt: new.salt, detail: new.detail)
        entry.hash = hash(entry, after: head.hash)
        return entry
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }
}

/// Goes along a log entry by entry and stops at the first that is not what was written.
public struct AuditVerifier: Sendable {
    /// The end of what was found whole.
    public private(set) var head: AuditHead
    private let kept: AuditHead?

    /// - Parameter kept: an end of the log that was kept elsewhere, if there is one.
    public init(agency: ID<Agency>, kept: AuditHead? = nil) {
        head = AuditHead(seq: 0, hash: AuditChain.first(of: agency))
        self.kept = kept
    }

    /// Goes on from a head that was found whole.
    public init(from head: AuditHead) {
        (self.head, kept) = (head, nil)
    }

    /// Takes the next entry; nil when it is whole. After a problem the verdict stands and nothing more is to be taken.
    public mutating func take(_ entry: AuditEntry) -> AuditProblem? {
        let seq = head.seq + 1
        guard entry.seq == seq else { return AuditProblem(seq: seq, what: .missing) }
        guard entry.hash == AuditChain.hash(entry, after: head.hash) else { return AuditProblem(seq: seq, what: .hash) }
        if let salt = entry.salt, let detail = entry.detail, AuditChain.sealed(salt: salt, detail: detail) != entry.sealed {
            return AuditProblem(seq: seq, what: .detail)
        }
        if let kept, kept.seq == seq, kept.hash != entry.hash { return AuditProblem(seq: seq, what: .rewritten) }
        head = AuditHead(seq: seq, hash: entry.hash)
        return nil
    }

    /// What the end of the log tells: nil when nothing was cut off.
    public func end() -> AuditProblem? {
        guard let kept, kept.seq > head.seq else { return nil }
        return AuditProblem(seq: head.seq + 1, what: .cut)
    }
}
