public import Model

private let select: SQL = """
    SELECT id, person, kind, security, address, subject, body, created, due, expires, state, tries, doubtful, reply, finished
    FROM mail
    """

extension Mail {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), person: try row.idIfAny(1), kind: try row.text(2), isSecurity: try row.flag(3),
            address: try row.text(4), subject: try row.text(5), body: try row.text(6), created: try row.instant(7),
            expires: try row.instantIfAny(9))
        (due, state, tries) = (try row.instant(8), try row.word(10), try row.integer(11))
        (isDoubtful, reply, finished) = (try row.flag(12), try row.text(13), try row.instantIfAny(14))
    }
}

extension Connection {
    /// The letter, or nil.
    public func mail(_ id: ID<Mail>) throws -> Mail? {
        try one(select + " WHERE id = \(id)", Mail.init)
    }

    /// What is to be sent by now: letters about security first, then the oldest.
    public func dueMail(at now: Instant, limit: Int) throws -> [Mail] {
        try all(
            select + " WHERE state = 'waiting' AND due <= \(now) ORDER BY security DESC, due, id LIMIT \(limit)", Mail.init)
    }

    /// The newest letters, from one on downwards.
    ///
    /// - Parameters:
    ///   - states: only these; empty: all.
    ///   - before: only letters older than this one (ids are ordered by time).
    public func latestMail(in states: [Mail.State] = [], before: ID<Mail>? = nil, limit: Int) throws -> [Mail] {
        var sql = select + " WHERE 1 = 1"
        if let before { sql = sql + " AND id < \(before)" }
        if let first = states.first {
            sql = states.dropFirst().reduce(sql + " AND state IN (\(first)") { $0 + ", \($1)" } + ")"
        }
        return try all(sql + " ORDER BY id DESC LIMIT \(limit)", Mail.init)
    }

    /// How many letters are in each state.
    public func mailCounts() throws -> [Mail.State: Int] {
        var counts: [Mail.State: Int] = [:]
        try each("SELECT state, count(*) FROM mail GROUP BY state ORDER BY state") { row in
            counts[try row.word(0)] = Int(try row.integer(1))
        }
        return counts
    }

    /// When the next letter or digest is due, or nil when nothing waits.
    public func nextMail() throws -> Instant? {
        try one(
            """
            SELECT min(due) FROM (SELECT due FROM mail WHERE state = 'waiting' UNION ALL SELECT due FROM notice) AS waiting
            """
        ) { try $0.instantIfAny(0) } ?? nil
    }

    /// Puts a letter into the outbox.
    public func insert(_ mail: Mail) throws {
        try run(
            """
            INSERT INTO mail (id, person, kind, security, address, subject, body, created, due, expires, state, tries,
                doubtful, reply, finished)
            VALUES (\(mail.id), \(mail.person), \(mail.kind), \(mail.isSecurity), \(mail.address), \(mail.subject),
                \(mail.body), \(mail.created), \(mail.due), \(mail.expires), \(mail.state), \(mail.tries),
                \(mail.isDoubtful), \(mail.reply), \(mail.finished))
            """)
    }

    /// Takes a letter that waits into hand, before a server is asked; false when somebody else did.
    public func beginSending(_ mail: ID<Mail>) throws -> Bool {
        try run("UPDATE mail SET state = 'sending', tries = tries + 1 WHERE id = \(mail) AND state = 'waiting'") > 0
    }

    /// Writes how far a letter has come: state, text, when it is due, what was said.
    public func update(_ mail: Mail) throws {
        try run(
            """
            UPDATE mail SET state = \(mail.state), body = \(mail.body), address = \(mail.address), due = \(mail.due),
                doubtful = \(mail.isDoubtful), reply = \(mail.reply), finished = \(mail.finished)
            WHERE id = \(mail.id)
            """)
    }

    /// What was in hand when the program ended waits again, marked as perhaps sent already; tells how many.
    @discardableResult public func doubtMail(reply: String) throws -> Int {
        try run("UPDATE mail SET state = 'waiting', doubtful = 1, reply = \(reply) WHERE state = 'sending'")
    }

    /// The letters of which it is still known where they went.
    public func mailWithAddress() throws -> [ID<Mail>] {
        try all("SELECT id FROM mail WHERE address <> '' ORDER BY id") { try $0.id(0) }
    }

    /// Empties the text of letters about security that are over and were never sent: their links are secrets.
    @discardableResult public func emptySecurityMail(expiredBefore instant: Instant) throws -> Int {
        try run("UPDATE mail SET body = '' WHERE security = 1 AND expires < \(instant) AND state <> 'sending' AND body <> ''")
    }
}
