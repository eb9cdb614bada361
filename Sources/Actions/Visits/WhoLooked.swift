public import Model
import Records

/// That somebody opened something of a client, as the client's own contacts are told.
public struct AccessLine: Sendable, Hashable {
    /// On whose side.
    public enum Side: Sendable, Hashable {
        case staff, contact
        /// Whoever runs the program.
        case `operator`
    }

    /// What was opened.
    public enum Subject: Sendable, Hashable {
        case document(name: String)
        case caseRecord(title: String)
        case invoice(number: String)
        /// A page or a list of the client's as a whole.
        case client(name: String)
    }

    /// When.
    public let at: Instant
    /// Nil: somebody who is gone, or the operator.
    public let name: String?
    /// On which side somebody stands.
    public let side: Side
    /// What was opened.
    public let subject: Subject
    /// How often more in that hour, where it was counted.
    public let again: Int
}

extension OpenAgency {
    /// How many entries of the log are looked through for each client.
    private static let looks = 500

    /// Who else opened what a contact sees of their clients, the newest first: documents, cases, invoices, pages. What a contact
    /// may not see is not named. That they looked stands in the log too.
    /// - Throws: `Refusal(.notFound)` for staff, who have the audit log.
    public func whoLooked(_ session: Session) async throws -> [AccessLine] {
        guard session.person.role == .contact else { throw Refusal(.notFound, "refusal.not-found") }
        try? await room.audit.settled()
        let lines = try await records.read { connection in
            var reader = LookReader(me: session.person.id.text)
            for contact in try connection.contacts(of: session.person.id) {
                guard let client = try connection.client(contact.client), client.archived == nil else { continue }
                var filter = AuditFilter()
                (filter.client, filter.kind) = (client.id, .saw)
                for entry in try connection.latestAuditEntries(limit: OpenAgency.looks, filter: filter) {
                    try reader.take(entry, client, contact.sees, connection)
                }
            }
            return reader.lines
        }
        note(Noted(session.actor, "access-log.read", subject: session.person.id.text, group: .session(session.tokenHash)))
        return lines.sorted { $0.at > $1.at }
    }
}

/// Makes lines of entries, looking names up once.
private struct LookReader {
    let me: String
    var lines: [AccessLine] = []
    private var people: [String: Person?] = [:]

    init(me: String) { self.me = me }

    mutating func take(_ entry: AuditEntry, _ client: Client, _ sees: Rights, _ connection: any Connection) throws {
        guard entry.actor != me, entry.actor != "system", entry.actor != "visitor",
            let subject = try subject(entry.subject, client, sees, connection)
        else { return }
        let person = try person(entry.actor, connection)
        let side: AccessLine.Side = entry.actor == "operator" ? .operator : person?.role == .contact ? .contact : .staff
        let again = entry.outcome.hasPrefix("ok, again ") ? Int(entry.outcome.dropFirst("ok, again ".count)) ?? 0 : 0
        lines.append(AccessLine(at: entry.at, name: person?.name, side: side, subject: subject, again: again))
    }

    private mutating func person(_ actor: String, _ connection: any Connection) throws -> Person? {
        guard let id = ID<Person>(checking: actor) else { return nil }
        if let known = people[actor] { return known }
        let found = try connection.person(id)
        people[actor] = .some(found)
        return found
    }

    /// What the contact knows it by; nil when it is not theirs to know.
    private func subject(
        _ text: String, _ client: Client, _ sees: Rights, _ connection: any Connection
    ) throws -> AccessLine.Subject? {
        switch Page(key: text) {
        case .caseRecord(_, let id): return try caseRecord(id, sees, connection)
        case .invoice(_, let id): return try invoice(id, sees, connection)
        case .home: return .client(name: client.name)
        case .cases: return sees.contains(.cases) ? .client(name: client.name) : nil
        case .invoices: return sees.contains(.invoices) ? .client(name: client.name) : nil
        case .documents: return sees.contains(.documents) ? .client(name: client.name) : nil
        case .whole, .shared, .all, nil: break
        }
        if text == client.id.text { return .client(name: client.name) }
        if let document = try connection.document(ID(text)) {
            guard document.visibility == .client, sees.contains(.documents) else { return nil }
            return .document(name: document.name)
        }
        if let found = try caseRecord(ID(text), sees, connection) { return found }
        return try invoice(ID(text), sees, connection)
    }

    private func caseRecord(_ id: ID<Case>, _ sees: Rights, _ connection: any Connection) throws -> AccessLine.Subject? {
        guard sees.contains(.cases) else { return nil }
        return try connection.caseRecord(id).map { .caseRecord(title: $0.title) }
    }

    /// A draft is nobody's business but the staff's.
    private func invoice(_ id: ID<Invoice>, _ sees: Rights, _ connection: any Connection) throws -> AccessLine.Subject? {
        guard sees.contains(.invoices), let invoice = try connection.invoice(id), invoice.status == .issued else { return nil }
        return .invoice(number: invoice.number)
    }
}
