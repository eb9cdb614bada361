public import Model

private let select: SQL = """
    SELECT event.id, case_id, day, at, event.kind, event.title, body, visibility, corrects, author FROM event
    """
private let newestFirst: SQL = " ORDER BY day DESC, at DESC NULLS LAST, event.id DESC"

extension Event {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), caseID: try row.id(1), day: try row.day(2), at: try row.instantIfAny(3), kind: try row.word(4),
            title: try row.text(5), body: try row.text(6), visibility: try row.word(7), corrects: try row.idIfAny(8),
            author: try row.idIfAny(9))
    }
}

/// Adds many events through one prepared statement.
public struct EventInserter {
    let statement: any Statement

    /// Adds one event.
    public func callAsFunction(_ event: Event) throws {
        try statement.run([
            .text(event.id.text), .text(event.caseID.text), .text(event.day.text),
            event.at.map { .integer($0.milliseconds) } ?? .null, .text(event.kind.rawValue), .text(event.title),
            .text(event.body), .text(event.visibility.rawValue), event.corrects.map { .text($0.text) } ?? .null,
            event.author.map { .text($0.text) } ?? .null,
        ])
    }
}

extension Connection {
    /// The event, or nil.
    public func event(_ id: ID<Event>) throws -> Event? {
        try one(select + " WHERE event.id = \(id)", Event.init)
    }

    /// The case's history, the newest first; within a day, what has a time of day before what has none.
    public func events(of caseID: ID<Case>) throws -> [Event] {
        try all(select + " WHERE case_id = \(caseID)" + newestFirst, Event.init)
    }

    /// The histories of all of the client's cases, in the same order.
    public func events(ofCasesOf client: ID<Client>) throws -> [ID<Case>: [Event]] {
        let all = try all(
            select + " WHERE case_id IN (SELECT id FROM client_case WHERE client = \(client))" + newestFirst, Event.init)
        return Dictionary(grouping: all, by: \.caseID)
    }

    /// The client's last events over all cases, the newest first.
    ///
    /// - Parameter visibility: only these; nil: all of them (for staff).
    public func latestEvents(of client: ID<Client>, visibility: Visibility? = nil, limit: Int) throws -> [Event] {
        var sql = select + " JOIN client_case ON client_case.id = case_id WHERE client = \(client)"
        if let visibility { sql = sql + " AND visibility = \(visibility)" }
        return try all(sql + newestFirst + " LIMIT \(limit)", Event.init)
    }

    /// Adds an event. There is no update: a correction is a new event that names the old one.
    public func insert(_ event: Event) throws {
        try eventInserter()(event)
    }

    /// For adding many events; valid in this transaction.
    public func eventInserter() throws -> EventInserter {
        EventInserter(
            statement: try prepare(
                """
                INSERT INTO event (id, case_id, day, at, kind, title, body, visibility, corrects, author)
                VALUES (\(""), \(""), \(""), \(0), \(""), \(""), \(""), \(""), \(""), \(""))
                """))
    }
}
