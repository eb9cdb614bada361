public import Model

private let select: SQL = """
    SELECT id, number, kind, channel, person, name, email, words, received, due, state, outcome, reminded, closed, erasure
    FROM data_request
    """

extension DataRequest {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), number: try row.integer(1), kind: try row.word(2), channel: try row.word(3),
            person: try row.idIfAny(4), name: try row.text(5), email: try row.text(6), words: try row.text(7),
            received: try row.instant(8))
        (due, state, outcome) = (try row.instant(9), try row.word(10), try row.text(11))
        (reminded, closed, erasure) = (try row.integer(12), try row.instantIfAny(13), try row.textIfAny(14))
    }
}

extension Connection {
    /// The request, or nil.
    public func dataRequest(_ id: ID<DataRequest>) throws -> DataRequest? {
        try one(select + " WHERE id = \(id)", DataRequest.init)
    }

    /// Every request: what is open first, the oldest of it first; then what is closed, the newest first.
    public func dataRequests() throws -> [DataRequest] {
        let inOrder = try all(select + " ORDER BY received, id", DataRequest.init)
        return inOrder.filter { $0.state == .open } + inOrder.filter { $0.state != .open }.reversed()
    }

    /// What a person asked for, the newest first.
    public func dataRequests(of person: ID<Person>) throws -> [DataRequest] {
        try all(select + " WHERE person = \(person) ORDER BY number DESC, id", DataRequest.init)
    }

    /// What is open.
    public func openDataRequests() throws -> [DataRequest] {
        try all(select + " WHERE state = 'open' ORDER BY number, id", DataRequest.init)
    }

    /// How many are open, and how many of them were due before now.
    public func dataRequestCounts(at now: Instant) throws -> (open: Int, overdue: Int) {
        try one("SELECT count(*), coalesce(sum(due < \(now)), 0) FROM data_request WHERE state = 'open'") {
            (Int(try $0.integer(0)), Int(try $0.integer(1)))
        } ?? (0, 0)
    }

    /// Adds a request.
    public func insert(_ request: DataRequest) throws {
        try run(
            """
            INSERT INTO data_request (id, number, kind, channel, person, name, email, words, received, due, state, outcome,
                reminded, closed)
            VALUES (\(request.id), \(request.number), \(request.kind), \(request.channel), \(request.person),
                \(request.name), \(request.email), \(request.words), \(request.received), \(request.due), \(request.state),
                \(request.outcome), \(request.reminded), \(request.closed))
            """)
    }

    /// Writes how far a request has come.
    public func update(_ request: DataRequest) throws {
        try run(
            """
            UPDATE data_request SET state = \(request.state), outcome = \(request.outcome), reminded = \(request.reminded),
                closed = \(request.closed), erasure = \(request.erasure)
            WHERE id = \(request.id)
            """)
    }

    /// Takes out of a request who asked, and what they and others wrote of it; that it came, when, and what was decided stays.
    public func empty(_ request: ID<DataRequest>) throws {
        try run("UPDATE data_request_step SET words = '' WHERE request = \(request)")
        try run("UPDATE data_request SET person = NULL, name = '', email = '', words = '', outcome = '' WHERE id = \(request)")
    }

    /// Writes who asked, and what they and others wrote of it; whose it is and how far it has come stays. What is another's by now, or
    /// nobody's, is left as it is.
    /// - Parameter notes: the words of its steps, in order.
    public func write(textsOf request: DataRequest, notes: [String]) throws {
        guard try dataRequest(request.id)?.person == request.person else { return }
        try run(
            """
            UPDATE data_request SET name = \(request.name), email = \(request.email), words = \(request.words),
                outcome = \(request.outcome)
            WHERE id = \(request.id)
            """)
        for (place, words) in notes.enumerated() {
            try run(
                """
                UPDATE data_request_step SET words = \(words)
                WHERE request = \(request.id) AND position = \(Int64(place + 1))
                """)
        }
    }

    /// Says whose a request is that came from somebody without an account.
    public func give(_ request: ID<DataRequest>, to person: ID<Person>) throws {
        try run("UPDATE data_request SET person = \(person) WHERE id = \(request) AND person IS NULL")
    }

    /// The requests that an erasure has brought to their end.
    public func dataRequests(closedBy erasure: String) throws -> [DataRequest] {
        try all(select + " WHERE erasure = \(erasure) ORDER BY number, id", DataRequest.init)
    }

    /// Requests that somebody without an account made with an address.
    public func dataRequests(ofStranger email: String) throws -> [DataRequest] {
        try all(select + " WHERE person IS NULL AND email = \(email) ORDER BY number, id", DataRequest.init)
    }

    /// Forgets requests by the public form whose address was not proved yet.
    public func removeRequestTickets(email: String) throws {
        try run("DELETE FROM data_request_ticket WHERE email = \(email)")
    }

    /// What was done about a request, in order.
    public func steps(of request: ID<DataRequest>) throws -> [RequestStep] {
        try all("SELECT at, what, person, words FROM data_request_step WHERE request = \(request) ORDER BY position") { row in
            RequestStep(
                at: try row.instant(0), what: try row.word(1), person: try row.idIfAny(2), words: try row.text(3))
        }
    }

    /// Adds what was done.
    public func add(_ step: RequestStep, to request: ID<DataRequest>) throws {
        try run(
            """
            INSERT INTO data_request_step (request, position, at, what, person, words)
            VALUES (\(request), (SELECT count(*) + 1 FROM data_request_step WHERE request = \(request)), \(step.at),
                \(step.what), \(step.person), \(step.words))
            """)
    }
}
