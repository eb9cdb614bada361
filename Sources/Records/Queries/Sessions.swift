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
    /// When the person last proved who they are, by the whole sign-in or by the password; nil: before that was kept.
    public var proved: Instant?
    /// The browser and its system, such as `Firefox/Windows`; may be empty.
    public var device = ""
    /// From where the sign-in came, shortened; may be empty.
    public var address = ""

    /// - Parameter token: SHA-256 of the token in the cookie; 32 bytes.
    public init(token: [UInt8], person: ID<Person>, epoch: Int64, created: Instant, seen: Instant) {
        (self.token, self.person, self.epoch, self.created, self.seen) = (token, person, epoch, created, seen)
    }

    fileprivate init(_ row: any Row) throws {
        self.init(
            token: try row.bytes(0), person: try row.id(1), epoch: try row.integer(2), created: try row.instant(3),
            seen: try row.instant(4))
        (proved, device, address) = (try row.instantIfAny(5), try row.text(6), try row.text(7))
    }
}

extension Connection {
    /// Adds a session.
    public func insert(_ session: StoredSession) throws {
        try run(
            """
            INSERT INTO session (token, person, epoch, created, seen, proved, device, address)
            VALUES (\(session.token), \(session.person), \(session.epoch), \(session.created), \(session.seen),
                \(session.proved), \(session.device), \(session.address))
            """)
    }

    /// The session and its person, in one query, or nil. Whether it still holds (epoch, disabled, times) is the caller's to
    /// say.
    public func session(_ token: [UInt8]) throws -> (session: StoredSession, person: Person)? {
        try one(
            """
            SELECT token, session.person, session.epoch, created, seen, proved, device, address, id, email, name, role, language,
                person.epoch, disabled, CASE WHEN password IS NULL THEN 0 ELSE 1 END, signed_in,
                CASE WHEN EXISTS (SELECT 1 FROM second_factor WHERE second_factor.person = person.id) THEN 1 ELSE 0 END
            FROM session JOIN person ON person.id = session.person WHERE token = \(token)
            """
        ) { (try StoredSession($0), try Person($0, from: 8)) }
    }

    /// The person's sessions, the newest sign-in first. Whether they still hold is the caller's to say.
    public func sessions(of person: ID<Person>) throws -> [StoredSession] {
        try all(
            """
            SELECT token, person, epoch, created, seen, proved, device, address FROM session WHERE person = \(person)
            ORDER BY created DESC, token
            """, StoredSession.init)
    }

    /// Notes that the person proved who they are, in this session.
    public func proveSession(_ token: [UInt8], at now: Instant) throws {
        try run("UPDATE session SET proved = \(now) WHERE token = \(token)")
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
