public import Model

extension Connection {
    /// Every incident with its history, the newest first.
    public func incidents() throws -> [Incident] {
        var steps: [String: [Incident.Step]] = [:]
        try each(
            "SELECT incident, at, actor, kind, facts, effects, measures, shown FROM incident_step ORDER BY incident, position"
        ) { row in
            var step = Incident.Step(at: try row.instant(1), actor: try row.text(2), kind: try row.word(3))
            (step.facts, step.effects, step.measures, step.shown) = (
                try row.text(4), try row.text(5), try row.text(6), try row.text(7)
            )
            steps[try row.text(0), default: []].append(step)
        }
        return try all("SELECT id, kind, origin, discovered, title FROM incident ORDER BY discovered DESC, id DESC") { row in
            Incident(
                id: try row.id(0), kind: try row.word(1), origin: try row.word(2), discovered: try row.instant(3),
                title: try row.text(4), steps: steps[try row.text(0)] ?? [])
        }
    }

    /// The incident with its history, or nil.
    public func incident(_ id: ID<Incident>) throws -> Incident? { try incidents().first { $0.id == id } }

    /// Adds an incident and the first step of its history.
    public func insert(_ incident: Incident) throws {
        try run(
            """
            INSERT INTO incident (id, kind, origin, discovered, title)
            VALUES (\(incident.id), \(incident.kind), \(incident.origin), \(incident.discovered), \(incident.title))
            """)
        for (position, step) in incident.steps.enumerated() { try add(step, at: position + 1, to: incident.id) }
    }

    /// Adds a step to the history.
    /// - Parameter position: from 1.
    public func add(_ step: Incident.Step, at position: Int, to incident: ID<Incident>) throws {
        try run(
            """
            INSERT INTO incident_step (incident, position, at, actor, kind, facts, effects, measures, shown)
            VALUES (\(incident), \(position), \(step.at), \(step.actor), \(step.kind), \(step.facts), \(step.effects),
                \(step.measures), \(step.shown))
            """)
    }
}
