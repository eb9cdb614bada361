public import Model
import Records

/// What owners do about the operator's access.
public struct AccessOverview: Sendable {
    /// One grant, with who gave it, and what it was used for.
    public struct Entry: Sendable {
        /// The grant itself.
        public let grant: AccessGrant
        /// Nil: the operator took it; or somebody who is gone.
        public let giver: String?
        /// What was looked at by it.
        public let uses: [Use]
    }

    /// One look.
    public struct Use: Sendable, Hashable {
        /// When.
        public let at: Instant
        /// The command.
        public let what: String
    }

    /// The newest first.
    public let entries: [Entry]
    /// Whether the operator needs none: the setting `operator_is_agency`.
    public let isOperatorAgency: Bool
}

extension OpenAgency {
    /// How many grants, and uses of each, the page shows.
    private static let (grants, uses) = (30, 100)

    /// Who gave the operator access, until when, why, and what was looked at. For owners alone.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func accessOverview(_ session: Session) async throws -> AccessOverview {
        try session.mustOwn()
        try? await room.audit.settled()
        let entries = try await records.read { connection in
            try connection.accessGrants(limit: OpenAgency.grants).map { grant in
                var filter = AuditFilter()
                (filter.action, filter.subject) = ("operator.read", grant.id.text)
                let uses = try connection.latestAuditEntries(limit: OpenAgency.uses, filter: filter)
                return AccessOverview.Entry(
                    grant: grant, giver: try grant.person.flatMap { try connection.person($0)?.name },
                    uses: uses.map { AccessOverview.Use(at: $0.at, what: $0.detail ?? "") })
            }
        }
        note(Noted(session.actor, "access.read", subject: id.text, group: .session(session.tokenHash)))
        return AccessOverview(entries: entries, isOperatorAgency: settings.isOperatorAgency)
    }

    /// Lets the operator look for a while. The form: `length` (seconds, one of `GrantLength`), `reason`, `key`. Sent twice it gives one
    /// grant.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` for anybody but owners.
    public func grantAccess(_ typed: Typed, by session: Session) async throws {
        try session.mustOwn()
        let (length, reason) = try typed.read { form in
            (form.choice("length", of: GrantLength.all.map { "\($0)" }), form.line("reason", least: 1))
        }
        let (id, now) = (try typed.newID(AccessGrant.self), world.now())
        let grant = AccessGrant(
            id: id, person: session.person.id, given: now, until: now.adding(seconds: Int64(length) ?? 3600),
            reason: reason)
        try await change { connection, journal in
            guard try connection.accessGrant(id) == nil else { return }
            try connection.insert(grant)
            journal.audit(actor: session.actor, action: "access.grant", subject: grant.id.text, detail: "\(length) s: \(reason)")
        }
        operatorAccess.keep(try await records.read { try $0.openGrant(at: now) })
    }

    /// Ends a grant before its time; one that is over already stays so.
    /// - Throws: `Refusal(.notFound)` for anybody but owners.
    public func endAccess(_ text: String, by session: Session) async throws {
        try session.mustOwn()
        guard let grant = ID<AccessGrant>(checking: text) else { throw Refusal(.notFound, "refusal.not-found") }
        let now = world.now()
        try await change { connection, journal in
            guard try connection.endGrant(grant, at: now) else { return }
            journal.audit(actor: session.actor, action: "access.end", subject: grant.text)
        }
        operatorAccess.keep(try await records.read { try $0.openGrant(at: now) })
    }
}

/// For how long access is given, seconds.
public enum GrantLength {
    /// An hour, four, a day, three, a week.
    public static let all: [Int64] = [3600, 4 * 3600, 86_400, 3 * 86_400, 7 * 86_400]
}

extension Session {
    fileprivate func mustOwn() throws {
        guard person.role == .owner else { throw Refusal(.notFound, "refusal.not-found") }
    }
}
