import Foundation
import Model
public import Records

/// What `audit verify` found.
public struct AuditVerdict: Sendable, Hashable {
    /// The end of what is whole: kept elsewhere, it proves later that nothing up to there was changed or cut off.
    public let head: AuditHead
    /// The first altered entry; nil when there is none.
    public let problem: AuditProblem?
}

extension OpenAgency {
    /// Entries after one of them, the oldest first; what waits in the queue is written first.
    /// - Parameter after: the seq to go on from; 0: from the beginning.
    public func auditEntries(
        after: Int64 = 0, limit: Int = 1000, filter: AuditFilter = AuditFilter()
    ) async throws -> [AuditEntry] {
        try? await room.audit.settled()
        return try await records.read { try $0.auditEntries(after: after, limit: limit, filter: filter) }
    }

    /// The newest entries, the newest first.
    /// - Parameter before: the seq to go back from; nil: from the end.
    public func latestAuditEntries(
        before: Int64? = nil, limit: Int = 1000, filter: AuditFilter = AuditFilter()
    ) async throws -> [AuditEntry] {
        try? await room.audit.settled()
        return try await records.read { try $0.latestAuditEntries(before: before, limit: limit, filter: filter) }
    }

    /// Goes along the whole log in one read, entry by entry.
    /// - Parameter kept: an end of the log that was kept elsewhere.
    public func verifyAudit(kept: AuditHead? = nil) async throws -> AuditVerdict {
        try? await room.audit.settled()
        return try await records.read { connection in
            var verifier = AuditVerifier(agency: try connection.agency().id, kept: kept)
            var problem: AuditProblem?
            try connection.eachAuditEntry { entry in
                if problem == nil { problem = verifier.take(entry) }
            }
            return AuditVerdict(head: verifier.head, problem: problem ?? verifier.end())
        }
    }

    /// Goes along what was written after a head that is kept: cheap, so it can be done every hour.
    /// - Parameter kept: nil: the log is new, and all of it is looked at.
    func verifyAudit(after kept: AuditHead?) async throws -> AuditProblem? {
        try await records.read { connection in
            guard let kept, kept.seq > 0 else { return try connection.verifyAudit() }
            let entries = try connection.auditEntries(after: kept.seq - 1, limit: 1)
            guard let last = entries.first, last.seq == kept.seq else { return AuditProblem(seq: kept.seq, what: .cut) }
            guard last.hash == kept.hash else { return AuditProblem(seq: kept.seq, what: .rewritten) }
            var (verifier, after) = (AuditVerifier(from: kept), kept.seq)
            while case let next = try connection.auditEntries(after: after, limit: 1000), let end = next.last {
                for entry in next {
                    if let problem = verifier.take(entry) { return problem }
                }
                after = end.seq
            }
            return nil
        }
    }

    /// The log was found altered: an incident is opened.
    public func tellAltered(_ problem: AuditProblem) async {
        await detected(.integrity, "incident.log-altered", "incident.log-altered.facts", ["seq": "\(problem.seq)"])
    }

    /// The whole log as JSON objects, one a line, the oldest first; a thousand entries are in memory at a time.
    public func exportAudit(_ line: (String) async throws -> Void) async throws {
        var after: Int64 = 0
        while true {
            let entries = try await auditEntries(after: after)
            for entry in entries { try await line(try entry.json()) }
            guard let last = entries.last else { return }
            after = last.seq
        }
    }
}

extension AuditEntry {
    private struct Form: Codable {
        let seq: Int64
        let at: Int64
        let actor, action, subject, outcome, sealed, hash: String
        let salt, detail: String?
    }

    /// An entry as `json` wrote it.
    /// - Throws: `Refusal(.invalid)` for anything else.
    init(json line: [UInt8], path: String) throws {
        let wrong = Refusal(.invalid, "refusal.export.row", ["path": path])
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(line)), let sealed = Hex.bytes(form.sealed),
            let hash = Hex.bytes(form.hash)
        else { throw wrong }
        self.init(
            seq: form.seq, at: Instant(milliseconds: form.at), actor: form.actor, action: form.action, subject: form.subject,
            outcome: form.outcome, sealed: sealed, hash: hash, salt: form.salt.flatMap { Hex.bytes($0) }, detail: form.detail)
    }

    /// One JSON object: numbers as they are, bytes as hexadecimal; salt and detail only while they are kept.
    public func json() throws -> String {
        let form = Form(
            seq: seq, at: at.milliseconds, actor: actor, action: action, subject: subject, outcome: outcome,
            sealed: Hex.text(sealed), hash: Hex.text(hash), salt: salt.map { Hex.text($0) }, detail: detail)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(form), as: UTF8.self)
    }
}
