public import Model

/// A link that lets a person set a password once, as it is kept: never its token, only the token's SHA-256.
public struct StoredInvitation: Hashable, Sendable {
    /// SHA-256 of the token in the link; 32 bytes.
    public var token: [UInt8]
    /// Who was invited.
    public var person: ID<Person>
    /// When it was made.
    public var created: Instant
    /// From when it is worth nothing.
    public var expires: Instant
    /// When it was used, or nil.
    public var used: Instant?

    /// - Parameter token: SHA-256 of the token in the link; 32 bytes.
    public init(token: [UInt8], person: ID<Person>, created: Instant, expires: Instant, used: Instant? = nil) {
        (self.token, self.person, self.created, self.expires, self.used) = (token, person, created, expires, used)
    }
}

extension Connection {
    /// Adds an invitation.
    public func insert(_ invitation: StoredInvitation) throws {
        try run(
            """
            INSERT INTO invitation (token, person, created, expires, used)
            VALUES (\(invitation.token), \(invitation.person), \(invitation.created), \(invitation.expires),
                \(invitation.used))
            """)
    }

    /// The invitation, used or not, or nil. To look at it changes nothing (links in mail are fetched by scanners).
    public func invitation(_ token: [UInt8]) throws -> StoredInvitation? {
        try one("SELECT token, person, created, expires, used FROM invitation WHERE token = \(token)") { row in
            StoredInvitation(
                token: try row.bytes(0), person: try row.id(1), created: try row.instant(2), expires: try row.instant(3),
                used: try row.instantIfAny(4))
        }
    }

    /// Until when each of the client's contacts who were invited can still answer, by person.
    public func openInvitations(of client: ID<Client>, at now: Instant) throws -> [ID<Person>: Instant] {
        var open: [ID<Person>: Instant] = [:]
        try each(
            """
            SELECT person, max(expires) FROM invitation
            WHERE used IS NULL AND expires > \(now) AND person IN (SELECT person FROM contact WHERE client = \(client))
            GROUP BY person ORDER BY person
            """
        ) { open[try $0.id(0)] = try $0.instant(1) }
        return open
    }

    /// Spends an invitation, once and never after its time (ASVS 2.3.4); who was invited, or nil when it is worth nothing.
    public func useInvitation(_ token: [UInt8], at now: Instant) throws -> ID<Person>? {
        try one(
            """
            UPDATE invitation SET used = \(now) WHERE token = \(token) AND used IS NULL AND expires > \(now) RETURNING person
            """
        ) { try $0.id(0) }
    }

    /// Deletes the person's unused invitations, because a new one takes their place; tells how many.
    @discardableResult public func deleteInvitations(of person: ID<Person>) throws -> Int {
        try run("DELETE FROM invitation WHERE person = \(person) AND used IS NULL")
    }
}
