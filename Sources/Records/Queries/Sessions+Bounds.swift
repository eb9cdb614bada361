public import Model

extension Connection {
    /// Forgets the person's sessions that are over by time.
    ///
    /// - Parameters:
    ///   - seen: the last request was before this.
    ///   - created: or they began before this.
    public func deleteSessions(of person: ID<Person>, seenBefore seen: Instant, createdBefore created: Instant) throws {
        try run("DELETE FROM session WHERE person = \(person) AND (seen < \(seen) OR created < \(created))")
    }

    /// Keeps only so many of the person's sessions, the newest.
    public func deleteSessions(of person: ID<Person>, beyond count: Int) throws {
        try run(
            """
            DELETE FROM session WHERE person = \(person) AND token NOT IN (
                SELECT token FROM session WHERE person = \(person) ORDER BY created DESC, token LIMIT \(count))
            """)
    }

    /// Remembers only so many of the person's browsers, the newest.
    public func deleteDevices(of person: ID<Person>, beyond count: Int) throws {
        try run(
            """
            DELETE FROM device WHERE person = \(person) AND token NOT IN (
                SELECT token FROM device WHERE person = \(person) ORDER BY created DESC, token LIMIT \(count))
            """)
    }
}
