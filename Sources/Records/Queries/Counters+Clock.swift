public import Model

extension Connection {
    /// The latest time at which somebody was seen: what has expired by it stays so when the system's clock is set back.
    public func clock() throws -> Instant? {
        try counter("clock").map(Instant.init(milliseconds:))
    }

    /// Keeps a time, unless a later one is kept.
    public func raiseClock(to now: Instant) throws {
        guard let kept = try counter("clock") else { return try setCounter("clock", now.milliseconds) }
        if kept < now.milliseconds { try run("UPDATE counter SET value = \(now) WHERE name = 'clock'") }
    }
}
