public import Model

private let select: SQL = """
    SELECT message.id, message.client, message.case_id, message.person, author, message.origin, message.at, body, withdrawn
    FROM message
    """

extension Message {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), client: try row.id(1), caseID: try row.id(2), person: try row.id(3), author: try row.text(4),
            origin: try row.word(5), at: try row.instant(6), text: try row.text(7), withdrawn: try row.instantIfAny(8))
    }
}

extension Connection {
    /// The message, or nil.
    public func message(_ id: ID<Message>) throws -> Message? {
        try withFiles(try all(select + " WHERE message.id = \(id)", Message.init)).first
    }

    /// The case's messages, the oldest first.
    public func messages(of caseID: ID<Case>) throws -> [Message] {
        try withFiles(try all(select + " WHERE message.case_id = \(caseID) ORDER BY message.at, message.id", Message.init))
    }

    /// The messages of all of the client's cases, in the same order.
    public func messages(ofCasesOf client: ID<Client>) throws -> [ID<Case>: [Message]] {
        let all = try all(select + " WHERE message.client = \(client) ORDER BY message.at, message.id", Message.init)
        return Dictionary(grouping: all.isEmpty ? [] : try withFiles(all), by: \.caseID)
    }

    /// The message that this person sent by this form with this content, or nil.
    public func message(
        of person: ID<Person>, in caseID: ID<Case>, form: String, digest: [UInt8]
    ) throws -> Message? {
        try withFiles(
            try all(
                select
                    + " WHERE message.person = \(person) AND message.case_id = \(caseID) AND form = \(form) AND digest = \(digest)",
                Message.init)
        ).first
    }

    /// Messages of others that a person has not seen, the newest first: those that came after the person last looked at the case.
    /// - Parameters:
    ///   - client: whose cases; nil: of all of them.
    ///   - origin: whose side; nil: either.
    ///   - since: what is older counts as seen.
    public func unreadMessages(
        for person: ID<Person>, of client: ID<Client>? = nil, from origin: Document.Origin? = nil, since: Instant? = nil,
        limit: Int
    ) throws -> [Message] {
        var sql =
            select
                + """
                 LEFT JOIN case_seen ON case_seen.person = \(person) AND case_seen.case_id = message.case_id
                WHERE message.person <> \(person) AND withdrawn IS NULL AND message.at > coalesce(case_seen.at, 0)
                """
        if let client { sql = sql + " AND message.client = \(client)" }
        if let origin { sql = sql + " AND message.origin = \(origin)" }
        if let since { sql = sql + " AND message.at > \(since)" }
        return try all(sql + " ORDER BY message.at DESC, message.id DESC LIMIT \(limit)", Message.init)
    }

    /// Adds a message with the documents that came with it.
    /// - Parameters:
    ///   - form: the one-time id of the form.
    ///   - digest: SHA-256 of text and files.
    public func insert(_ message: Message, form: String, digest: [UInt8]) throws {
        try run(
            """
            INSERT INTO message (id, client, case_id, person, author, origin, at, body, withdrawn, form, digest)
            VALUES (\(message.id), \(message.client), \(message.caseID), \(message.person), \(message.author),
                \(message.origin), \(message.at), \(message.text), \(message.withdrawn), \(form), \(digest))
            """)
        for (position, document) in message.documents.enumerated() {
            try run(
                "INSERT INTO message_file (message, position, document) VALUES (\(message.id), \(position + 1), \(document))")
        }
    }

    /// Takes a message's text away; tells whether it was there.
    @discardableResult public func withdraw(_ message: ID<Message>, at now: Instant) throws -> Bool {
        try run("UPDATE message SET body = '', withdrawn = \(now) WHERE id = \(message) AND withdrawn IS NULL") > 0
    }

    private func withFiles(_ messages: [Message]) throws -> [Message] {
        guard let first = messages.first else { return [] }
        // One of a case, or all of a client: never more than what was read.
        let isOne = messages.allSatisfy { $0.caseID == first.caseID }
        let of: SQL = isOne ? "case_id = \(first.caseID)" : "client = \(first.client)"
        var files: [ID<Message>: [ID<Document>]] = [:]
        try each(
            """
            SELECT message, document FROM message_file WHERE message IN (SELECT id FROM message WHERE
            """ + " " + of + ") ORDER BY message, position"
        ) { row in
            files[try row.id(0), default: []].append(try row.id(1))
        }
        return messages.map { message in
            var message = message
            message.documents = files[message.id] ?? []
            return message
        }
    }
}
