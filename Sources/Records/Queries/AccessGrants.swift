public import Model

private let select: SQL = "SELECT id, person, given, until, ended, reason FROM access_grant"

extension AccessGrant {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), person: try row.idIfAny(1), given: try row.instant(2), until: try row.instant(3),
            ended: try row.instantIfAny(4), reason: try row.text(5))
    }
}

extension Connection {
    /// Grants of access, the newest first.
    public func accessGrants(limit: Int) throws -> [AccessGrant] {
        try all(select + " ORDER BY given DESC, id DESC LIMIT \(limit)", AccessGrant.init)
    }

    /// The grant of that id.
    public func accessGrant(_ id: ID<AccessGrant>) throws -> AccessGrant? {
        try one(select + " WHERE id = \(id)", AccessGrant.init)
    }

    /// The grant by which the operator may look now, the longest; nil: there is none.
    public func openGrant(at now: Instant) throws -> AccessGrant? {
        try one(select + " WHERE ended IS NULL AND until > \(now) ORDER BY until DESC, id DESC LIMIT 1", AccessGrant.init)
    }

    /// Adds a grant.
    public func insert(_ grant: AccessGrant) throws {
        try run(
            """
            INSERT INTO access_grant (id, person, given, until, ended, reason)
            VALUES (\(grant.id), \(grant.person), \(grant.given), \(grant.until), \(grant.ended), \(grant.reason))
            """)
    }

    /// Ends a grant before its time; tells whether it was open.
    public func endGrant(_ id: ID<AccessGrant>, at now: Instant) throws -> Bool {
        try run("UPDATE access_grant SET ended = \(now) WHERE id = \(id) AND ended IS NULL AND until > \(now)") > 0
    }

    /// Ends every grant that is open.
    public func endAccessGrants(at now: Instant) throws {
        try run("UPDATE access_grant SET ended = \(now) WHERE ended IS NULL AND until > \(now)")
    }
}
