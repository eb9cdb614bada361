public import Model

/// A session as it is kept: never its token, only the token's SHA-256.
public struct StoredSession: Hashable, Sendable {
    /// SHA-256 of the token in the cookie; 32 bytes.
    public var token: [UInt8]
    /// Who signed in.
    public var person: ID<Person>
    /// The person's epoch at sign-in: the session is over when the person's has gone on.
    public var epoch: Int64
    /// The sign-in: absolute expiry counts from here.
    public var created: Instant
    /// The last request, to the minute: idle expiry counts from here.
    public var seen: Instant

    /// - Parameter token: SHA-256 of the token in the cookie; 32 bytes.
    public init(token: [UInt8], person: ID<Person>, epoch: Int64, created: Instant, seen: Instant) {
        (self.token, self.person, self.epoch, self.created, self.seen) = (token, person, epoch, created, seen)
    }
}

extension Connection {
    /// Adds a session.
    public func insert(_ session: StoredSession) throws {
        try run(
            """
            INSERT INTO session (token, person, epoch, created, seen)
            VALUES (\(session.token), \(session.person), \(session.epoch), \(session.created), \(session.seen))
            """)
    }

    /// The session and its person, in one query, or nil. Whether it still holds (epoch, disabled, times) is the caller's to
    /// say.
    public func session(_ token: [UInt8]) throws -> (session: StoredSession, person: Person)? {
        try one(
            """
            SELECT token, session.epoch, created, seen, id, email, name, role, language, person.epoch, disabled,
                CASE WHEN password IS NULL THEN 0 ELSE 1 END
            FROM session JOIN person ON person.id = session.person WHERE token = \(token)
            """
        ) { row in
            let person = try Person(row, from: 4)
            let session = StoredSession(
                token: try row.bytes(0), person: person.id, epoch: try row.integer(1), created: try row.instant(2),
                seen: try row.instant(3))
            return (session, person)
        }
    }

    /// Notes a request of the session; never earlier than what stands there.
    public func touchSession(_ token: [UInt8], at now: Instant) throws {
        try run("UPDATE session SET seen = \(now) WHERE token = \(token) AND seen < \(now)")
    }

    /// Ends a session; tells whether there was one.
    @discardableResult public func deleteSession(_ token: [UInt8]) throws -> Bool {
        try run("DELETE FROM session WHERE token = \(token)") > 0
    }

    /// Ends the person's sessions and tells how many there were.
    @discardableResult public func deleteSessions(of person: ID<Person>) throws -> Int {
        try run("DELETE FROM session WHERE person = \(person)")
    }

    /// Forgets sessions that are over by any rule, and tells how many.
    ///
    /// - Parameters:
    ///   - seen: the last request of the idle ones was before this.
    ///   - created: those that began before this are over.
    @discardableResult public func deleteSessions(seenBefore seen: Instant, createdBefore created: Instant) throws -> Int {
        try run("DELETE FROM session WHERE seen < \(seen) OR created < \(created)")
    }
}
