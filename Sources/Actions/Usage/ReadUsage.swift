public import Model
import Records

/// How the portal is used, over some days. Nobody is named, and no group of fewer than ten is told.
public struct UsageReport: Sendable, Hashable {
    /// A figure over all days.
    public struct Line: Sendable, Hashable {
        /// What is counted.
        public let kind: UsageFigure.Kind
        /// Of what, such as a page or a browser.
        public let name: String
        /// Requests; nil: fewer than ten, or from fewer than ten addresses, on every day.
        public let times: Int64?
    }

    /// How long answers to a route took.
    public struct Speed: Sendable, Hashable {
        /// The route's template.
        public let page: String
        /// Requests.
        public let times: Int64
        /// Those that broke (5xx).
        public let failed: Int64
        /// Half of the answers took no longer, milliseconds; nil where fewer than ten addresses opened the page.
        public let half: Double?
        /// 95 of 100 took no longer.
        public let most: Double?
    }

    /// The days that it is about, both included.
    public let from, to: Day
    /// The figures of every kind.
    public let lines: [Line]
    /// By route.
    public let speeds: [Speed]

    /// The lines of a kind, the largest first.
    public func lines(_ kind: UsageFigure.Kind) -> [Line] {
        lines.filter { $0.kind == kind }.sorted { ($1.times ?? 0, $0.name) < ($0.times ?? 0, $1.name) }
    }
}

extension OpenAgency {
    /// The figures of the last days, today included.
    public func usage(days: Int = 30) async throws -> UsageReport {
        await room.usage.write()
        let today = try await today()
        let from = today.adding(days: 1 - max(1, days))
        return try await records.read { connection in
            var figures = try connection.keptFigures(from: from, to: today).map(\.figure)
            for day in try connection.usageDays(before: today.adding(days: 1)) where day >= from {
                figures += try connection.usageFigures(of: day)
            }
            let lines = UsageReport.sum(figures)
            let told = Set(lines.filter { $0.kind == .page && $0.times != nil }.map(\.name))
            return UsageReport(
                from: from, to: today, lines: lines,
                speeds: UsageReport.speeds(try connection.speeds(from: from, to: today), told: told))
        }
    }

    /// The same for owner and admin in the workspace.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func usage(days: Int, for session: Session) async throws -> UsageReport {
        try session.mustRun()
        note(Noted(session.actor, "usage.read", subject: id.text, group: .session(session.tokenHash)))
        return try await usage(days: days)
    }
}

extension UsageReport {
    /// Over all days; what is told on no day is not told at all.
    fileprivate static func sum(_ figures: [UsageFigure]) -> [Line] {
        struct Key: Hashable {
            let kind: UsageFigure.Kind
            let name: String
        }
        var sums: [Key: Int64?] = [:]
        for figure in figures {
            let key = Key(kind: figure.kind, name: figure.name)
            let known = sums[key] ?? nil
            sums[key] = .some(figure.times.map { $0 + (known ?? 0) } ?? known)
        }
        return sums.map { Line(kind: $0.key.kind, name: $0.key.name, times: $0.value) }
            .sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    }

    /// - Parameter told: the pages that ten addresses opened: of the others the time of an answer would be somebody's.
    fileprivate static func speeds(_ speeds: [UsageSpeed], told: Set<String>) -> [Speed] {
        Dictionary(grouping: speeds, by: \.page).map { page, buckets in
            let all = buckets.reduce(0) { $0 + $1.times }
            func within(_ share: Double) -> Double? {
                guard told.contains(page), all >= UsageFigure.smallest else { return nil }
                var seen: Int64 = 0
                for one in buckets.sorted(by: { $0.bucket < $1.bucket }) {
                    seen += one.times
                    if Double(seen) >= share * Double(all) { return UsageClock.milliseconds(Int(one.bucket)) }
                }
                return nil
            }
            return Speed(
                page: page, times: all, failed: buckets.reduce(0) { $0 + $1.failed }, half: within(0.5), most: within(0.95))
        }.sorted { $0.page < $1.page }
    }
}
