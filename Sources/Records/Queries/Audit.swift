public import Model

private let select: SQL = """
    SELECT audit.seq, at, actor, action, subject, outcome, sealed, hash, salt, detail
    FROM audit LEFT JOIN audit_detail ON audit_detail.seq = audit.seq
    """

extension AuditEntry {
    init(_ row: any Row) throws {
        self.init(
            seq: try row.integer(0), at: try row.instant(1), actor: try row.text(2), action: try row.text(3),
            subject: try row.text(4), outcome: try row.text(5), sealed: try row.bytes(6), hash: try row.bytes(7),
            salt: row.isNull(8) ? nil : try row.bytes(8), detail: try row.textIfAny(9))
    }
}

/// Which entries of the audit log are asked for; what is nil is not asked about.
public struct AuditFilter: Sendable, Hashable {
    /// A person's id or one word.
    public var actor: String?
    /// Such as `document.read`.
    public var action: String?
    /// The beginning of the action, such as `document.`.
    public var family: String?
    /// Whether somebody looked, changed or took along.
    public var kind: AuditKind?
    /// What it was done to is this client's.
    public var client: ID<Client>?
    /// Only what did not end with `ok`.
    public var isRefusedOnly = false
    /// An id.
    public var subject: String?
    /// `ok`, `refused`, …
    public var outcome: String?
    /// Not before this.
    public var from: Instant?
    /// Before this.
    public var until: Instant?

    /// Asks for everything.
    public init() {}
}

extension Connection {
    /// Writes an entry at the end of the log, in the transaction of what it tells of.
    @discardableResult public func append(_ entry: NewAuditEntry) throws -> AuditHead {
        try append([entry])
    }

    /// Writes entries at the end of the log, in their order.
    @discardableResult public func append(_ entries: [NewAuditEntry]) throws -> AuditHead {
        var head = try auditHead()
        guard !entries.isEmpty else { return head }
        let row = try prepare(
            """
            INSERT INTO audit (seq, at, actor, action, subject, outcome, sealed, hash)
            VALUES (\(0), \(0), \(""), \(""), \(""), \(""), \([UInt8]()), \([UInt8]()))
            """)
        let detail = try prepare("INSERT INTO audit_detail (seq, salt, detail) VALUES (\(0), \([UInt8]()), \(""))")
        // Of an entry that somebody took away past every rule a detail may be left, which must not keep the next one from being written.
        try run("DELETE FROM audit_detail WHERE seq > \(head.seq)")
        for new in entries {
            let entry = AuditChain.entry(new, after: head)
            try row.run([
                .integer(entry.seq), .integer(entry.at.milliseconds), .text(entry.actor), .text(entry.action),
                .text(entry.subject), .text(entry.outcome), .bytes(entry.sealed), .bytes(entry.hash),
            ])
            try detail.run([.integer(entry.seq), .bytes(new.salt), .text(new.detail)])
            head = AuditHead(seq: entry.seq, hash: entry.hash)
        }
        return head
    }

    /// The end of the log; before its first entry, what the chain begins with.
    public func auditHead() throws -> AuditHead {
        let last = try one("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1") { row in
            AuditHead(seq: try row.integer(0), hash: try row.bytes(1))
        }
        if let last { return last }
        return AuditHead(seq: 0, hash: AuditChain.first(of: try agency().id))
    }

    /// Entries after one of them, the oldest first.
    ///
    /// - Parameters:
    ///   - after: the seq to go on from; 0: from the beginning.
    ///   - limit: how many at most.
    public func auditEntries(after: Int64 = 0, limit: Int, filter: AuditFilter = AuditFilter()) throws -> [AuditEntry] {
        let chosen = select + " WHERE audit.seq > \(after)" + conditions(filter)
        return try all(chosen + " ORDER BY audit.seq LIMIT \(limit)", AuditEntry.init)
    }

    /// Entries before one of them, the newest first.
    ///
    /// - Parameters:
    ///   - before: the seq to go back from; nil: from the end.
    ///   - limit: how many at most.
    public func latestAuditEntries(
        before: Int64? = nil, limit: Int, filter: AuditFilter = AuditFilter()
    ) throws -> [AuditEntry] {
        let chosen = select + " WHERE audit.seq < \(before ?? Int64.max)" + conditions(filter)
        return try all(chosen + " ORDER BY audit.seq DESC LIMIT \(limit)", AuditEntry.init)
    }

    /// Whether the log names a run of the proofs by the SHA-256 of its file.
    public func hasProofRun(_ sha256: String) throws -> Bool {
        try one("SELECT 1 FROM audit WHERE subject = \(sha256) AND action = 'proof.run'") { _ in true } ?? false
    }

    /// Every entry, the oldest first, one at a time.
    public func eachAuditEntry(_ body: (AuditEntry) throws -> Void) throws {
        try each(select + " ORDER BY audit.seq") { try body(try AuditEntry($0)) }
    }

    /// Keeps an entry of a log that comes from elsewhere, as it is: its place, its hash, its seal. The chain is the caller's to
    /// verify.
    public func keep(_ entry: AuditEntry) throws {
        try run(
            """
            INSERT INTO audit (seq, at, actor, action, subject, outcome, sealed, hash)
            VALUES (\(entry.seq), \(entry.at), \(entry.actor), \(entry.action), \(entry.subject), \(entry.outcome),
                \(entry.sealed), \(entry.hash))
            """)
        guard let salt = entry.salt, let detail = entry.detail else { return }
        try run("INSERT INTO audit_detail (seq, salt, detail) VALUES (\(entry.seq), \(salt), \(detail))")
    }

    /// Goes along the whole log; nil when it is what was written, otherwise the first altered entry.
    ///
    /// - Parameter kept: an end of the log that was kept elsewhere. Without one, entries cut off at the end leave no trace.
    public func verifyAudit(kept: AuditHead? = nil) throws -> AuditProblem? {
        var verifier = AuditVerifier(agency: try agency().id, kept: kept)
        var problem: AuditProblem?
        try eachAuditEntry { entry in
            if problem == nil { problem = verifier.take(entry) }
        }
        return problem ?? verifier.end()
    }

    private func conditions(_ filter: AuditFilter) -> SQL {
        var sql: SQL = ""
        if let actor = filter.actor { sql = sql + " AND actor = \(actor)" }
        if let action = filter.action { sql = sql + " AND action = \(action)" }
        if let family = filter.family { sql = sql + " AND substr(action, 1, \(family.unicodeScalars.count)) = \(family)" }
        if let kind = filter.kind { sql = sql + kind.condition }
        if let client = filter.client { sql = sql + AuditFilter.isAbout(client) }
        if filter.isRefusedOnly { sql = sql + AuditOutcome.isBad }
        if let subject = filter.subject { sql = sql + " AND subject = \(subject)" }
        if let outcome = filter.outcome { sql = sql + " AND outcome = \(outcome)" }
        if let from = filter.from { sql = sql + " AND at >= \(from)" }
        if let until = filter.until { sql = sql + " AND at < \(until)" }
        return sql
    }
}
