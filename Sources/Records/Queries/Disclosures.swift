public import Model

extension Connection {
    /// Every disclosure with its history, the newest first.
    public func disclosures() throws -> [Disclosure] {
        var steps: [ID<Disclosure>: [Disclosure.Step]] = [:]
        try each("SELECT at, kind, name, sha256, disclosure FROM disclosure_step ORDER BY disclosure, position") { row in
            steps[try row.id(4), default: []].append(
                Disclosure.Step(at: try row.instant(0), kind: try row.word(1), name: try row.text(2), sha256: try row.text(3)))
        }
        return try all("SELECT id, number, authority, basis, kind, subject, gag FROM disclosure ORDER BY number DESC") { row in
            let id: ID<Disclosure> = try row.id(0)
            return Disclosure(
                id: id, number: try row.integer(1), authority: try row.text(2), basis: try row.text(3), kind: try row.text(4),
                subject: try row.text(5), gag: try row.textIfAny(6).flatMap { Day($0) }, steps: steps[id] ?? [])
        }
    }

    /// Adds a disclosure with its first step, under its number.
    public func insert(_ disclosure: Disclosure) throws {
        try run(
            """
            INSERT INTO disclosure (id, number, authority, basis, kind, subject, gag)
            VALUES (\(disclosure.id), \(disclosure.number), \(disclosure.authority), \(disclosure.basis), \(disclosure.kind),
                \(disclosure.subject), \(disclosure.gag?.text))
            """)
        for (index, step) in disclosure.steps.enumerated() { try add(step, at: index + 1, to: disclosure.id) }
    }

    /// Adds a step to its history.
    public func add(_ step: Disclosure.Step, at position: Int, to id: ID<Disclosure>) throws {
        try run(
            """
            INSERT INTO disclosure_step (disclosure, position, at, kind, name, sha256)
            VALUES (\(id), \(position), \(step.at), \(step.kind), \(step.name), \(step.sha256))
            """)
    }
}
