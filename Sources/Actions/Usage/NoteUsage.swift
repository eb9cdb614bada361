public import Model
import Records

extension OpenAgency {
    /// Counts an answer among the figures of use.
    /// - Parameters:
    ///   - visit: nil where the browser asks not to be counted: then only how long it took is.
    ///   - route: the route's template.
    ///   - isFailed: whether it broke (5xx).
    public func noteUsage(_ visit: UsageVisit?, route: String, milliseconds: Double, isFailed: Bool) {
        room.usage.note(visit, route: route, milliseconds: milliseconds, isFailed: isFailed)
    }

    /// Counts a browser that came again, once a day, if its consent stands.
    /// - Parameters:
    ///   - reference: what its cookie holds.
    ///   - day: when it was last counted.
    /// - Returns: the day on which it is counted now; nil when that is not due, or it may not be.
    public func noteReturn(_ reference: String, lastCounted day: Day) async throws -> Day? {
        let today = try await today()
        guard day < today, try await stands(consent: reference) else { return nil }
        try await records.write { try $0.addReturn(on: today) }
        return today
    }

    /// A person objects to a purpose, or no longer does. It counts at once: what of theirs still waits is not kept.
    public func object(_ purpose: Objection.Purpose, _ objects: Bool, _ session: Session) async throws {
        let (person, now) = (session.person.id, world.now())
        try await change { connection, journal in
            journal.addsDocumentsOnly()
            let isNew =
                objects
                ? try connection.insert(Objection(person: person, purpose: purpose, at: now))
                : try connection.removeObjection(of: person, to: purpose)
            guard isNew else { return }
            journal.audit(
                actor: session.actor, action: "objection.set", subject: person.text,
                detail: "\(purpose.rawValue) \(objects ? "objects" : "no longer objects")")
        }
    }

    /// Whether a person's data may be used for a purpose.
    public func mayProcess(_ person: ID<Person>, for purpose: Objection.Purpose) async throws -> Bool {
        try await records.read { try $0.mayProcess(.person(person), for: Processing(purpose)) }
    }

    /// Hourly: days that are over are summed up, before the rules of retention forget their requests.
    func sumUpUsage() async throws {
        await room.usage.write()
        let now = world.now()
        try await records.write { connection in
            let today = Day(now, in: try connection.agency().zone)
            for day in try connection.usageDays(before: today) {
                try connection.keep(try connection.usageFigures(of: day), of: day)
            }
        }
    }
}
