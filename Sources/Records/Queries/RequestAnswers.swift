public import Model

/// A link by which whoever made a request fetches the copy of their data.
public struct RequestCopy: Hashable, Sendable {
    /// SHA-256 of the token in the link; 32 bytes.
    public let token: [UInt8]
    /// Of which request.
    public let request: ID<DataRequest>
    /// When the link was made.
    public let created: Instant
    /// From when it is worth nothing.
    public let expires: Instant

    /// - Parameter token: SHA-256 of the token in the link; 32 bytes.
    public init(token: [UInt8], request: ID<DataRequest>, created: Instant, expires: Instant) {
        (self.token, self.request, self.created, self.expires) = (token, request, created, expires)
    }
}

extension Connection {
    /// The corrections that a request asks for, in the order of their fields.
    public func changes(of request: ID<DataRequest>) throws -> [RequestChange] {
        try all(
            "SELECT client, field, old, new FROM data_request_change WHERE request = \(request) ORDER BY field, client"
        ) { row in
            RequestChange(client: try row.id(0), field: try row.word(1), old: try row.text(2), new: try row.text(3))
        }
    }

    /// Adds a correction to a request.
    public func insert(_ change: RequestChange, of request: ID<DataRequest>) throws {
        try run(
            """
            INSERT INTO data_request_change (request, client, field, old, new)
            VALUES (\(request), \(change.client), \(change.field), \(change.old), \(change.new))
            """)
    }

    /// Writes what a correction replaced.
    public func update(_ change: RequestChange, of request: ID<DataRequest>) throws {
        try run(
            """
            UPDATE data_request_change SET old = \(change.old)
            WHERE request = \(request) AND client = \(change.client) AND field = \(change.field)
            """)
    }

    /// Keeps a link to a copy; those of the same request that were given out before are worth nothing.
    public func insert(_ copy: RequestCopy) throws {
        try run("DELETE FROM data_request_copy WHERE request = \(copy.request)")
        try run(
            """
            INSERT INTO data_request_copy (token, request, created, expires)
            VALUES (\(copy.token), \(copy.request), \(copy.created), \(copy.expires))
            """)
    }

    /// The copy that a link leads to, or nil when there is none, or its time is over.
    public func requestCopy(_ token: [UInt8], at now: Instant) throws -> RequestCopy? {
        try one(
            "SELECT token, request, created, expires FROM data_request_copy WHERE token = \(token) AND expires > \(now)"
        ) { row in
            RequestCopy(
                token: try row.bytes(0), request: try row.id(1), created: try row.instant(2), expires: try row.instant(3))
        }
    }

    /// Spends a link; false when somebody else was faster.
    public func removeRequestCopy(_ token: [UInt8]) throws -> Bool {
        try run("DELETE FROM data_request_copy WHERE token = \(token)") > 0
    }
}
