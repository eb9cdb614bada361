import Logging
import Model
import Records
import Synchronization

/// How the portal is used, on its way into the records: counted in memory, those that are alike together, and written a few
/// seconds later, so that no page waits for it. What is not written when the program dies is lost: figures can bear that.
final class UsageQueue: Sendable {
    private static let pause = Duration.seconds(5)
    /// How many different ones wait at most; more are not counted.
    private static let bound = 10_000

    private struct Speed: Hashable {
        let page: String
        let bucket: Int
    }

    private struct Count {
        var times: Int64 = 0
        var failed: Int64 = 0
    }

    private struct State {
        var visits: [UsageVisit: Int64] = [:]
        var speeds: [Speed: Count] = [:]
        var isScheduled = false
    }

    private let state = Mutex(State())
    private let records: any RecordsEngine
    private let world: World
    private let log: Logger

    init(records: any RecordsEngine, world: World, log: Logger) {
        (self.records, self.world, self.log) = (records, world, log)
    }

    /// Counts an answer.
    /// - Parameters:
    ///   - visit: nil: only how long it took is counted, which says nothing about anybody.
    ///   - isFailed: whether it broke (5xx).
    func note(_ visit: UsageVisit?, route: String, milliseconds: Double, isFailed: Bool) {
        let speed = Speed(page: route, bucket: UsageClock.bucket(milliseconds))
        let mustSchedule = state.withLock { state in
            if let visit, state.visits.count < UsageQueue.bound { state.visits[visit, default: 0] += 1 }
            state.speeds[speed, default: Count()].times += 1
            if isFailed { state.speeds[speed]?.failed += 1 }
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { schedule() }
    }

    private func schedule() {
        Task {
            try? await Task.sleep(for: UsageQueue.pause)
            await write()
        }
    }

    /// Writes what waits, without those who object.
    func write() async {
        let (visits, speeds) = state.withLock { state in
            defer { state = State() }
            return (state.visits, state.speeds)
        }
        if speeds.isEmpty { return }
        let now = world.now()
        do {
            try await records.write { connection in
                let day = Day(now, in: try connection.agency().zone)
                for (row, times) in UsageQueue.rows(visits, without: try connection.uncounted()) {
                    try connection.addUsage(row, times: times, on: day)
                }
                for (speed, count) in speeds {
                    let row = UsageSpeed(
                        page: speed.page, bucket: Int64(speed.bucket), times: count.times, failed: count.failed)
                    try connection.addSpeed(row, on: day)
                }
            }
        } catch {
            log.info("figures of use were not written", metadata: ["error": "\(error)"])
        }
    }

    /// What is kept of requests: those of which nothing different is kept are one.
    private static func rows(_ visits: [UsageVisit: Int64], without objectors: Set<ID<Person>>) -> [UsageRow: Int64] {
        var rows: [UsageRow: Int64] = [:]
        for (visit, times) in visits {
            if let person = visit.person, objectors.contains(person) { continue }
            guard let feature = UsageFeature.of(visit.route, isSending: visit.isSending) else { continue }
            let row = UsageRow(
                address: visit.address, browser: DeviceName(agent: visit.agent).browser,
                device: DeviceClass(agent: visit.agent)?.rawValue ?? "", page: visit.route, feature: feature)
            rows[row, default: 0] += times
        }
        return rows
    }
}
