public import Model

/// A wish for another e-mail address, until a link that was sent to it is opened: the hash of its secret only.
public struct StoredAddressChange: Hashable, Sendable {
    /// Its identity.
    public var id: ID<StoredAddressChange>
    /// Whose account it is.
    public var person: ID<Person>
    /// SHA-256 of the token in the link; 32 bytes.
    public var token: [UInt8]
    /// The new address; trimmed, lower case.
    public var email: String
    /// When it was asked for.
    public var created: Instant
    /// Until when the link holds.
    public var expires: Instant
    /// When the link was used; nil: it was not.
    public var used: Instant?

    /// - Parameters: as the properties.
    public init(
        id: ID<StoredAddressChange>, person: ID<Person>, token: [UInt8], email: String, created: Instant, expires: Instant
    ) {
        (self.id, self.person, self.token, self.email) = (id, person, token, email)
        (self.created, self.expires) = (created, expires)
    }

    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), person: try row.id(1), token: try row.bytes(2), email: try row.text(3),
            created: try row.instant(4), expires: try row.instant(5))
        used = try row.instantIfAny(6)
    }
}

extension Connection {
    /// Adds a wish.
    public func insert(_ change: StoredAddressChange) throws {
        try run(
            """
            INSERT INTO address_change (id, person, token, email, created, expires, used)
            VALUES (\(change.id), \(change.person), \(change.token), \(change.email), \(change.created), \(change.expires),
                \(change.used))
            """)
    }

    /// The wish of a link, used or not, or nil. To look at it changes nothing (scanners open links in mail).
    public func addressChange(token: [UInt8]) throws -> StoredAddressChange? {
        try one(
            "SELECT id, person, token, email, created, expires, used FROM address_change WHERE token = \(token)",
            StoredAddressChange.init)
    }

    /// How often a person asked for another address since an instant.
    public func addressChangeCount(of person: ID<Person>, since instant: Instant) throws -> Int {
        Int(
            try one("SELECT count(*) FROM address_change WHERE person = \(person) AND created > \(instant)") {
                try $0.integer(0)
            } ?? 0)
    }

    /// Spends a wish, once and never after its time; false when it is worth nothing.
    public func useAddressChange(_ id: ID<StoredAddressChange>, at now: Instant) throws -> Bool {
        try run("UPDATE address_change SET used = \(now) WHERE id = \(id) AND used IS NULL AND expires > \(now)") > 0
    }

    /// Makes the person's unused wishes worthless; tells how many.
    @discardableResult public func voidAddressChanges(of person: ID<Person>, at now: Instant) throws -> Int {
        try run("UPDATE address_change SET used = \(now) WHERE person = \(person) AND used IS NULL")
    }
}
