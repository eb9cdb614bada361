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

    /// Keeps when the rules of retention had their turn: that the clock was right then is not asked again.
    public func setRetained(at now: Instant) throws {
        if try run("UPDATE counter SET value = \(now) WHERE name = 'retained'") == 0 {
            try setCounter("retained", now.milliseconds)
        }
    }

    /// The last instant before a time of which nothing tells: since the rules of retention last had their turn, or since what the agency
    /// brought along when it came here, the audit log has no entry for longer than so many seconds.
    /// - Returns: nil when there is no such time up to `now`.
    public func lastBeforeSilence(of seconds: Int64, agency: ID<Agency>, until now: Instant) throws -> Instant? {
        let retained = try counter("retained").map(Instant.init(milliseconds:))
        guard var last = try retained ?? arrival(of: agency) else { return nil }
        let entries = try all("SELECT at FROM audit WHERE at > \(last) AND at < \(now) ORDER BY at, seq") { try $0.instant(0) }
        for at in entries + [now] {
            if at.milliseconds - last.milliseconds > seconds * 1000 { return last }
            last = at
        }
        return nil
    }

    /// The newest entry that the agency brought along, or else its first one.
    private func arrival(of agency: ID<Agency>) throws -> Instant? {
        try one(
            """
            SELECT coalesce(
                (SELECT max(at) FROM audit WHERE seq < (
                    SELECT max(seq) FROM audit WHERE subject = \(agency) AND action IN ('agency.add', 'data.import'))),
                (SELECT min(at) FROM audit))
            """
        ) { try $0.instantIfAny(0) } ?? nil
    }
}
