public import Model

/// A request by the public form, before its address is proved: nothing is known of who sent it.
public struct RequestTicket: Hashable, Sendable {
    /// SHA-256 of the token in the link; 32 bytes.
    public var token: [UInt8]
    /// What is asked for.
    public var kind: DataRequest.Kind
    /// Whoever asks, as they typed it.
    public var name: String
    /// Where the letter goes.
    public var email: String
    /// What they typed besides; may be empty.
    public var words: String
    /// When it was asked.
    public var created: Instant
    /// Until when the link proves it.
    public var expires: Instant

    /// - Parameters: as the properties.
    public init(
        token: [UInt8], kind: DataRequest.Kind, name: String, email: String, words: String, created: Instant, expires: Instant
    ) {
        (self.token, self.kind, self.name, self.email) = (token, kind, name, email)
        (self.words, self.created, self.expires) = (words, created, expires)
    }
}

extension Connection {
    /// Keeps a request that waits for its proof.
    public func insert(_ ticket: RequestTicket) throws {
        try run(
            """
            INSERT INTO data_request_ticket (token, kind, name, email, words, created, expires)
            VALUES (\(ticket.token), \(ticket.kind), \(ticket.name), \(ticket.email), \(ticket.words), \(ticket.created),
                \(ticket.expires))
            """)
    }

    /// The request that a link proves, or nil when there is none, or its time is over.
    public func requestTicket(_ token: [UInt8], at now: Instant) throws -> RequestTicket? {
        try one(
            """
            SELECT token, kind, name, email, words, created, expires FROM data_request_ticket
            WHERE token = \(token) AND expires > \(now)
            """
        ) { row in
            RequestTicket(
                token: try row.bytes(0), kind: try row.word(1), name: try row.text(2), email: try row.text(3),
                words: try row.text(4), created: try row.instant(5), expires: try row.instant(6))
        }
    }

    /// How many requests wait for a proof by an address, since an instant.
    public func requestTicketCount(email: String, since instant: Instant) throws -> Int {
        Int(
            try one("SELECT count(*) FROM data_request_ticket WHERE email = \(email) AND created > \(instant)") {
                try $0.integer(0)
            } ?? 0)
    }

    /// Forgets one; false when somebody else was faster.
    public func removeRequestTicket(_ token: [UInt8]) throws -> Bool {
        try run("DELETE FROM data_request_ticket WHERE token = \(token)") > 0
    }
}
