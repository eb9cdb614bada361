public import Model

private let select: SQL = """
    SELECT id, client, slug, title, status, opened, closed, summary, stages, stage, assignee, due FROM client_case
    """

extension Connection {
    /// The cases that a member of staff looks after and that are not closed: what is due first.
    public func cases(assignedTo person: Person) throws -> [Case] {
        try all(
            select + " WHERE assignee = \(person.id) AND status <> 'closed'" + visible(to: person)
                + " ORDER BY due NULLS LAST, opened, id", Case.init)
    }

    /// The cases that are not closed and due by a day, of clients whom the person may see: what is due first.
    public func cases(dueBy day: Day, visibleTo person: Person, limit: Int) throws -> [Case] {
        try all(
            select + " WHERE due <= \(day) AND status <> 'closed'" + visible(to: person)
                + " ORDER BY due NULLS LAST, id LIMIT \(limit)", Case.init)
    }

    /// The cases that something happened to last, of clients whom the person may see, with when it did: the latest first.
    public func recentCases(visibleTo person: Person, limit: Int) throws -> [(record: Case, changed: Instant)] {
        let recent: SQL = """
            SELECT id, client, slug, title, status, opened, closed, summary, stages, stage, assignee, due, changed
            FROM client_case WHERE changed IS NOT NULL
            """
        return try all(
            recent + visible(to: person) + " ORDER BY changed DESC NULLS LAST, id DESC LIMIT \(limit)"
        ) { (try Case($0), try $0.instant(12)) }
    }

    /// Something happened to the case.
    public func touch(_ caseID: ID<Case>, at now: Instant) throws {
        try run("UPDATE client_case SET changed = \(now) WHERE id = \(caseID)")
    }

    /// The same rule as `clients(visibleTo:)`, for a query of cases; what is archived is no work.
    private func visible(to person: Person) throws -> SQL {
        " AND client IN (SELECT id FROM client WHERE archived IS NULL)" + (try assigned(to: person))
    }

    private func assigned(to person: Person) throws -> SQL {
        switch person.role {
        case .owner, .admin: ""
        case .agent where try setting("agents_see_all") ?? "true" == "true": ""
        case .agent: " AND client IN (SELECT client FROM assignment WHERE person = \(person.id))"
        case .contact: " AND client IN (SELECT client FROM contact WHERE person = \(person.id))"
        }
    }
}
