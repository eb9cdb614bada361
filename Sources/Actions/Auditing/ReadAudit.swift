public import Model
import Records

/// An entry of the audit log as people read it.
public struct ReadEntry: Sendable, Hashable {
    /// Its number in the log.
    public let seq: Int64
    /// When it happened.
    public let at: Instant
    /// A person's id, `operator`, `system` or `visitor`.
    public let actor: String
    /// Who, by name; nil for the operator, the program, visitors and people who are gone.
    public let actorName: String?
    /// Such as `document.read`.
    public let action: String
    /// An id, or empty.
    public let subject: String
    /// What it was done to, by name, where it is still there.
    public let subjectName: String?
    /// How it ended: `ok`, or why not.
    public let outcome: String
    /// Empty once it was deleted.
    public let detail: String
    /// Whether it was refused or failed.
    public var isRefused: Bool { !AuditOutcome.isGood(outcome) }

    init(_ entry: AuditEntry, actor: String?, subject: String?) {
        (seq, at, self.actor, actorName) = (entry.seq, entry.at, entry.actor, actor)
        (action, self.subject, subjectName) = (entry.action, entry.subject, subject)
        (outcome, detail) = (entry.outcome, entry.detail ?? "")
    }
}

/// What of the audit log is asked for.
public struct AuditQuestion: Sendable, Hashable {
    /// The e-mail, or the id, of who did it; empty: anybody.
    public var who = ""
    /// The name in addresses of the client whom it is about; empty: any.
    public var client = ""
    /// Whether somebody looked, changed or took along, one of `kinds`; empty: whatever it was.
    public var kindName = ""
    /// The beginning of the action, such as `document.`; empty: any.
    public var family = ""
    /// Only what did not end well.
    public var isRefusedOnly = false
    /// Days of the agency's calendar, both included.
    public var from, until: Day?

    /// Asks for everything.
    public init() {}

    /// The kinds that can be asked for.
    public static let kinds = AuditKind.allCases.map(\.rawValue)
}

extension OpenAgency {
    /// Entries of the audit log for owner and admin, the newest first. That they looked stands in it too.
    /// - Parameters:
    ///   - before: the seq to go back from; nil: from the end.
    ///   - limit: how many at most.
    ///   - takesAlong: whether it becomes a file.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func audit(
        _ question: AuditQuestion, before: Int64? = nil, limit: Int, takesAlong: Bool = false, for session: Session
    ) async throws -> [ReadEntry] {
        guard session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        note(
            Noted(
                session.actor, takesAlong ? "audit.export" : "audit.read", subject: id.text, group: .session(session.tokenHash)))
        let zone = try await agency().zone
        var filter = AuditFilter()
        filter.family = question.family.isEmpty ? nil : question.family
        filter.isRefusedOnly = question.isRefusedOnly
        filter.from = question.from?.start(in: zone)
        filter.until = question.until?.adding(days: 1).start(in: zone)
        filter.kind = AuditKind(rawValue: question.kindName)
        let (asked, who, client) = (filter, question.who, question.client)
        try? await room.audit.settled()
        return try await records.read { connection in
            var filter = asked
            if !who.isEmpty {
                // Nobody of that address has done anything.
                guard let person = try ID<Person>(checking: who) ?? connection.person(email: Email.normal(who))?.id else {
                    return []
                }
                filter.actor = person.text
            }
            if !client.isEmpty {
                guard let client = try Slug(client).flatMap({ try connection.client(slug: $0) }) else { return [] }
                filter.client = client.id
            }
            var names = AuditNames()
            return try connection.latestAuditEntries(before: before, limit: limit, filter: filter).map { entry in
                ReadEntry(
                    entry, actor: try names.actor(entry, connection), subject: try names.subject(entry, connection))
            }
        }
    }
}

/// Names of what entries name by identities, each looked up once.
private struct AuditNames {
    private var known: [String: String?] = [:]

    mutating func actor(_ entry: AuditEntry, _ connection: any Connection) throws -> String? {
        try name(entry.actor) { try connection.person(ID($0))?.name }
    }

    mutating func subject(_ entry: AuditEntry, _ connection: any Connection) throws -> String? {
        let family = entry.action.prefix { $0 != "." }
        // A page's is what it shows and of whom: `invoices ID`.
        let id = entry.subject.split(separator: " ").last.map(String.init) ?? ""
        guard id.utf8.count == 36 else { return entry.subject.isEmpty ? nil : entry.subject }
        return try name(id) { id in
            switch family {
            case "document", "upload": try connection.document(ID(id))?.name
            case "client": try connection.client(ID(id))?.name
            case "case": try connection.caseRecord(ID(id))?.title
            case "invoice", "payment": try connection.invoice(ID(id))?.number
            default:
                try connection.person(ID(id))?.name ?? connection.client(ID(id))?.name ?? connection.caseRecord(ID(id))?.title
                    ?? connection.invoice(ID(id))?.number ?? connection.document(ID(id))?.name
            }
        }
    }

    private mutating func name(_ id: String, _ look: (String) throws -> String?) throws -> String? {
        guard id.utf8.count == 36 else { return nil }
        if let found = known[id] { return found }
        let name = try look(id)
        known[id] = .some(name)
        return name
    }
}
