public import Model

/// A request to sign in, or to set a new password, by mail, as it is kept: hashes of its secrets only.
public struct StoredTicket: Hashable, Sendable {
    /// What it is good for.
    public enum Purpose: String, Sendable, CaseIterable {
        case signIn = "sign-in"
        case password
    }

    /// Its identity.
    public var id: ID<StoredTicket>
    /// What the link does.
    public var purpose: Purpose
    /// SHA-256 of the token in the link; 32 bytes.
    public var token: [UInt8]
    /// SHA-256 of the token in the cookie of the browser that asked; 32 bytes.
    public var browser: [UInt8]
    /// SHA-256 of that cookie's token and the code in the mail; 32 bytes.
    public var code: [UInt8]
    /// SHA-256 of the link's token and the code that the browser shows; 32 bytes.
    public var shown: [UInt8]
    /// Whom it signs in; nil when the address is nobody's, so that asking costs the same.
    public var person: ID<Person>?
    /// SHA-256 of the address as typed; 32 bytes.
    public var address: [UInt8]
    /// When it was asked for.
    public var created: Instant
    /// Until when it holds.
    public var expires: Instant
    /// How often a code was tried.
    public var tries: Int64 = 0
    /// When it was used; nil: it was not.
    public var used: Instant?

    /// - Parameters: as the properties.
    public init(
        id: ID<StoredTicket>, purpose: Purpose, token: [UInt8], browser: [UInt8], code: [UInt8], shown: [UInt8],
        person: ID<Person>?, address: [UInt8], created: Instant, expires: Instant
    ) {
        (self.id, self.purpose, self.token, self.browser) = (id, purpose, token, browser)
        (self.code, self.shown, self.person, self.address) = (code, shown, person, address)
        (self.created, self.expires) = (created, expires)
    }

    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), purpose: try row.word(1), token: try row.bytes(2), browser: try row.bytes(3),
            code: try row.bytes(4), shown: try row.bytes(5), person: try row.idIfAny(6), address: try row.bytes(7),
            created: try row.instant(8), expires: try row.instant(9))
        (tries, used) = (try row.integer(10), try row.instantIfAny(11))
    }
}

private let select: SQL = """
    SELECT id, purpose, token, browser, code, shown, person, address, created, expires, tries, used FROM ticket
    """

extension Connection {
    /// Adds a ticket.
    public func insert(_ ticket: StoredTicket) throws {
        try run(
            """
            INSERT INTO ticket (id, purpose, token, browser, code, shown, person, address, created, expires, tries, used)
            VALUES (\(ticket.id), \(ticket.purpose), \(ticket.token), \(ticket.browser), \(ticket.code), \(ticket.shown),
                \(ticket.person), \(ticket.address), \(ticket.created), \(ticket.expires), \(ticket.tries), \(ticket.used))
            """)
    }

    /// The ticket of a link, used or not, or nil. To look at it changes nothing (scanners open links in mail).
    public func ticket(token: [UInt8], for purpose: StoredTicket.Purpose) throws -> StoredTicket? {
        try one(select + " WHERE token = \(token) AND purpose = \(purpose)", StoredTicket.init)
    }

    /// The last ticket that a browser asked for, used or not, or nil.
    public func latestTicket(browser: [UInt8], for purpose: StoredTicket.Purpose) throws -> StoredTicket? {
        try one(
            select + " WHERE browser = \(browser) AND purpose = \(purpose) ORDER BY created DESC, id DESC LIMIT 1",
            StoredTicket.init)
    }

    /// How many mails went to an address on this way since an instant.
    public func ticketCount(address: [UInt8], since instant: Instant) throws -> Int {
        Int(
            try one(
                "SELECT count(*) FROM ticket WHERE address = \(address) AND created > \(instant) AND person IS NOT NULL"
            ) { try $0.integer(0) } ?? 0)
    }

    /// Counts a try of a code; false when there were too many, or the ticket is spent or over.
    public func tryTicket(_ id: ID<StoredTicket>, at now: Instant, most: Int64) throws -> Bool {
        try run(
            """
            UPDATE ticket SET tries = tries + 1
            WHERE id = \(id) AND used IS NULL AND expires > \(now) AND tries < \(most)
            """) > 0
    }

    /// Spends a ticket, once and never after its time (ASVS 2.3.4); whose it was, or nil when it is worth nothing.
    public func useTicket(_ id: ID<StoredTicket>, at now: Instant) throws -> ID<Person>? {
        try one(
            """
            UPDATE ticket SET used = \(now)
            WHERE id = \(id) AND used IS NULL AND expires > \(now) AND person IS NOT NULL RETURNING person
            """
        ) { try $0.id(0) }
    }

    /// Makes the person's unused tickets worthless; tells how many.
    @discardableResult public func voidTickets(of person: ID<Person>, at now: Instant) throws -> Int {
        try run("UPDATE ticket SET used = \(now) WHERE person = \(person) AND used IS NULL")
    }
}
