public import Model

/// What is known of requests of one day that were alike: five things and how many there were. Nobody is named.
public struct UsageRow: Sendable, Hashable {
    /// Of the network: whole at first, its block (`192.0.2.0/24`) after thirty days.
    public var address: String
    /// Such as `Firefox`; empty when it is none that is known.
    public var browser: String
    /// `phone`, `tablet`, `computer`; empty when it cannot be told.
    public var device: String
    /// The route's template, never a path: `/AGENCY/me/`.
    public var page: String
    /// What it is part of, such as `documents`.
    public var feature: String

    /// - Parameters: as the properties.
    public init(address: String, browser: String, device: String, page: String, feature: String) {
        (self.address, self.browser, self.device) = (address, browser, device)
        (self.page, self.feature) = (page, feature)
    }
}

/// How long answers to a route took on one day, counted in classes.
public struct UsageSpeed: Sendable, Hashable {
    /// The route, as its table has it.
    public let page: String
    /// The class of durations (`UsageClock`).
    public let bucket: Int64
    /// How often it was asked for.
    public let times: Int64
    /// How many of them broke (5xx).
    public let failed: Int64

    /// - Parameters: as the properties.
    public init(page: String, bucket: Int64, times: Int64, failed: Int64) {
        (self.page, self.bucket, self.times, self.failed) = (page, bucket, times, failed)
    }
}

extension Connection {
    /// Counts requests that were alike.
    public func addUsage(_ row: UsageRow, times: Int64, on day: Day) throws {
        let changed = try run(
            """
            UPDATE usage_event SET times = times + \(times)
            WHERE day = \(day) AND address = \(row.address) AND page = \(row.page) AND feature = \(row.feature)
                AND browser = \(row.browser) AND device = \(row.device)
            """)
        guard changed == 0 else { return }
        try run(
            """
            INSERT INTO usage_event (day, address, browser, device, page, feature, times)
            VALUES (\(day), \(row.address), \(row.browser), \(row.device), \(row.page), \(row.feature), \(times))
            """)
    }

    /// Counts answers of one duration.
    public func addSpeed(_ speed: UsageSpeed, on day: Day) throws {
        let changed = try run(
            """
            UPDATE usage_speed SET times = times + \(speed.times), failed = failed + \(speed.failed)
            WHERE day = \(day) AND page = \(speed.page) AND bucket = \(speed.bucket)
            """)
        guard changed == 0 else { return }
        try run(
            """
            INSERT INTO usage_speed (day, page, bucket, times, failed)
            VALUES (\(day), \(speed.page), \(speed.bucket), \(speed.times), \(speed.failed))
            """)
    }

    /// Counts a browser that agreed to be recognised and came again.
    public func addReturn(on day: Day) throws {
        if try run("UPDATE usage_return SET times = times + 1 WHERE day = \(day)") == 0 {
            try run("INSERT INTO usage_return (day, times) VALUES (\(day), 1)")
        }
    }

    /// The days of which requests are known that are not summed up yet, before one of them, the oldest first.
    public func usageDays(before day: Day) throws -> [Day] {
        try all(
            """
            SELECT day FROM usage_event WHERE day < \(day) AND day NOT IN (SELECT day FROM usage_day)
            UNION SELECT day FROM usage_return WHERE day < \(day)
            ORDER BY day
            """
        ) { try $0.day(0) }
    }

    /// The figures of one day, made from its requests.
    public func usageFigures(of day: Day) throws -> [UsageFigure] {
        var figures: [UsageFigure] = []
        func add(_ kind: UsageFigure.Kind, _ sql: SQL) throws {
            figures += try all(sql) {
                UsageFigure(kind: kind, name: try $0.text(0), times: try $0.integer(1), sources: try $0.integer(2))
            }
        }
        let from: SQL = " FROM usage_event WHERE day = \(day) "
        try add(.all, "SELECT '', sum(times), count(DISTINCT address)" + from + "GROUP BY day ORDER BY day")
        try add(.page, "SELECT page, sum(times), count(DISTINCT address)" + from + "GROUP BY page ORDER BY page")
        try add(.feature, "SELECT feature, sum(times), count(DISTINCT address)" + from + "GROUP BY feature ORDER BY feature")
        try add(.browser, "SELECT browser, sum(times), count(DISTINCT address)" + from + "GROUP BY browser ORDER BY browser")
        try add(.device, "SELECT device, sum(times), count(DISTINCT address)" + from + "GROUP BY device ORDER BY device")
        // Each is a browser of its own.
        try add(.returning, "SELECT '', times, times FROM usage_return WHERE day = \(day) ORDER BY day")
        return figures
    }

    /// Keeps the figures of a day that is over.
    public func keep(_ figures: [UsageFigure], of day: Day) throws {
        for figure in figures {
            try run(
                """
                INSERT INTO usage_day (day, kind, name, times)
                VALUES (\(day), \(figure.kind), \(figure.name), \(figure.times))
                """)
        }
        try run("DELETE FROM usage_return WHERE day = \(day)")
    }

    /// The kept figures of days, in their order; both days included.
    public func keptFigures(from: Day, to: Day) throws -> [(day: Day, figure: UsageFigure)] {
        try all(
            """
            SELECT day, kind, name, times FROM usage_day WHERE day >= \(from) AND day <= \(to) ORDER BY day, kind, name
            """
        ) { (try $0.day(0), UsageFigure(kind: try $0.word(1), name: try $0.text(2), times: try $0.integerIfAny(3))) }
    }

    /// How long answers took over days, by route and class; both days included.
    public func speeds(from: Day, to: Day) throws -> [UsageSpeed] {
        try all(
            """
            SELECT page, bucket, sum(times), sum(failed) FROM usage_speed WHERE day >= \(from) AND day <= \(to)
            GROUP BY page, bucket ORDER BY page, bucket
            """
        ) {
            UsageSpeed(
                page: try $0.text(0), bucket: try $0.integer(1), times: try $0.integer(2), failed: try $0.integer(3))
        }
    }

    /// Whole addresses of days before one.
    public func wholeAddresses(before day: Day) throws -> [String] {
        try all("SELECT DISTINCT address FROM usage_event WHERE shortened = 0 AND day < \(day) ORDER BY address") {
            try $0.text(0)
        }
    }

    /// Puts a block in the place of an address, on days before one.
    public func shorten(_ address: String, to block: String, before day: Day) throws {
        try run(
            """
            UPDATE usage_event SET address = \(block), shortened = 1
            WHERE address = \(address) AND shortened = 0 AND day < \(day)
            """)
    }

    /// How many rows of requests there are of days before one.
    public func usageEventCount(before day: Day) throws -> Int {
        Int(try one("SELECT count(*) FROM usage_event WHERE day < \(day)") { try $0.integer(0) } ?? 0)
    }

    /// How many figures there are of days before one.
    public func usageFigureCount(before day: Day) throws -> Int {
        let sql: SQL = """
            SELECT (SELECT count(*) FROM usage_speed WHERE day < \(day)) + (SELECT count(*) FROM usage_day WHERE day < \(day))
            """
        return Int(try one(sql) { try $0.integer(0) } ?? 0)
    }

    /// Forgets requests of days before one.
    public func deleteUsageEvents(before day: Day) throws { try run("DELETE FROM usage_event WHERE day < \(day)") }

    /// Forgets figures and durations of days before one.
    public func deleteUsageFigures(before day: Day) throws {
        try run("DELETE FROM usage_speed WHERE day < \(day)")
        try run("DELETE FROM usage_day WHERE day < \(day)")
    }
}
