public import Model

private let select: SQL = """
    SELECT id, client, slug, title, status, opened, closed, summary, stages, stage, assignee, due FROM client_case
    """

extension Case {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), client: try row.id(1), slug: try row.slug(2), title: try row.text(3), status: try row.word(4),
            opened: try row.day(5))
        (closed, summary) = (try row.dayIfAny(6), try row.text(7))
        (stages, stage) = (StageList.names(try row.text(8)), try row.integer(9))
        (assignee, due) = (try row.idIfAny(10), try row.dayIfAny(11))
    }
}

/// The names of stages as one column: a line each, so that a case is one row.
enum StageList {
    static func names(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static func text(_ names: [String]) -> String { names.joined(separator: "\n") }
}

extension Connection {
    /// The case, or nil.
    public func caseRecord(_ id: ID<Case>) throws -> Case? {
        try one(select + " WHERE id = \(id)", Case.init)
    }

    /// The client's case of that slug, or nil.
    public func caseRecord(of client: ID<Client>, slug: Slug) throws -> Case? {
        try one(select + " WHERE client = \(client) AND slug = \(slug)", Case.init)
    }

    /// The client's cases, the newest first.
    public func cases(of client: ID<Client>) throws -> [Case] {
        try all(select + " WHERE client = \(client) ORDER BY opened DESC, id DESC", Case.init)
    }

    /// Every case of the agency.
    public func cases() throws -> [Case] {
        try all(select + " ORDER BY id", Case.init)
    }

    /// How many cases of each client are open or waiting; clients without one are left out.
    public func openCaseCounts() throws -> [ID<Client>: Int] {
        var counts: [ID<Client>: Int] = [:]
        try each("SELECT client, count(*) FROM client_case WHERE status <> 'closed' GROUP BY client ORDER BY client") { row in
            counts[try row.id(0)] = Int(try row.integer(1))
        }
        return counts
    }

    /// Adds a case.
    public func insert(_ record: Case) throws {
        try run(
            """
            INSERT INTO client_case (id, client, slug, title, status, opened, closed, summary, stages, stage, assignee, due)
            VALUES (\(record.id), \(record.client), \(record.slug), \(record.title), \(record.status), \(record.opened),
                \(record.closed), \(record.summary), \(StageList.text(record.stages)), \(record.stage),
                \(record.assignee), \(record.due))
            """)
    }

    /// Writes every field but the client, to whom a case belongs for good; tells whether it exists.
    @discardableResult public func update(_ record: Case) throws -> Bool {
        try run(
            """
            UPDATE client_case SET slug = \(record.slug), title = \(record.title), status = \(record.status),
                opened = \(record.opened), closed = \(record.closed), summary = \(record.summary),
                stages = \(StageList.text(record.stages)), stage = \(record.stage), assignee = \(record.assignee),
                due = \(record.due)
            WHERE id = \(record.id)
            """) > 0
    }
}
