/// One letter to one person, from the moment of its cause to the answer of the mail server and 90 days beyond.
public struct Mail: Hashable, Sendable {
    /// How far it has come.
    public enum State: String, Sendable, CaseIterable {
        /// It goes out when it is due.
        case waiting
        /// A server is being asked; after a crash nobody knows whether it took it.
        case sending
        /// The server took it, or it lies in the spool.
        case sent
        /// No further attempt is made.
        case failed
        /// It was not sent on purpose: it would have come too late, or the person may no longer sign in.
        case skipped
    }

    /// Its identity, and its Message-ID.
    public var id: ID<Mail>
    /// Nil: somebody without an account, who proves an address.
    public var person: ID<Person>?
    /// What sort of letter, such as `invitation`.
    public var kind: String
    /// Whether it is about the account's security: then nobody can decline it, and its text goes once it is sent.
    public var isSecurity: Bool
    /// The e-mail address it goes to; empty once its time is over.
    public var address: String
    /// One line.
    public var subject: String
    /// Plain text, lines end in LF; empty once its time is over.
    public var body: String
    /// When its cause happened.
    public var created: Instant
    /// The next attempt is not before this.
    public var due: Instant
    /// From when it is worth nothing; nil: never.
    public var expires: Instant?
    /// How far it has come.
    public var state: State = .waiting
    /// How often a server was asked.
    public var tries: Int64 = 0
    /// Whether the program ended while a server was asked, so that it may have arrived twice.
    public var isDoubtful = false
    /// What the server said last, or why it was not asked.
    public var reply = ""
    /// When it was sent, given up or skipped.
    public var finished: Instant?

    /// A letter that waits.
    public init(
        id: ID<Mail>, person: ID<Person>?, kind: String, isSecurity: Bool, address: String, subject: String, body: String,
        created: Instant, expires: Instant? = nil
    ) {
        (self.id, self.person, self.kind, self.isSecurity) = (id, person, kind, isSecurity)
        (self.address, self.subject, self.body) = (address, subject, body)
        (self.created, due, self.expires) = (created, created, expires)
    }
}

/// How often somebody wants to hear what is new.
public enum MailChoice: String, Sendable, CaseIterable, Hashable {
    case now, hourly, daily, weekly, never

    /// Of those who have not chosen: clients hear at once, staff once an hour.
    public static func standard(_ role: Role) -> MailChoice { role.isStaff ? .hourly : .now }
}
