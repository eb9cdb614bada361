import Synchronization

/// The server's own figures, printed as Prometheus text (exposition format 0.0.4). No label names a person or a client.
final class MetricsRegistry: Sendable {
    /// Upper bounds of the histogram's buckets, milliseconds.
    static let bounds: [Double] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000]

    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private struct Series {
        var count = 0
        var bytes = 0
        var milliseconds = 0.0
        var buckets = [Int](repeating: 0, count: MetricsRegistry.bounds.count)

        mutating func add(_ bytes: Int, _ milliseconds: Double) {
            count += 1
            self.bytes += bytes
            self.milliseconds += milliseconds
            if let index = MetricsRegistry.bounds.firstIndex(where: { milliseconds <= $0 }) { buckets[index] += 1 }
        }
    }

    private let series = Mutex<[Key: Series]>([:])
    private let pagesFromMemory = Atomic<Int>(0)

    /// Notes that a page was answered without asking records or disk.
    func notePageFromMemory() { pagesFromMemory.wrappingAdd(1, ordering: .relaxed) }

    /// Notes one answered request.
    /// - Parameter route: the route's template, never a path.
    func note(route: String, status: Int, bytes: Int, milliseconds: Double) {
        series.withLock { all in
            // In place: a copy of the buckets for each request would be an allocation for each.
            all[Key(route: route, status: status), default: Series()].add(bytes, milliseconds)
        }
    }

    /// All figures as text.
    /// - Parameter connections: open at the moment.
    func text(connections: Int) -> String {
        let all = series.withLock { $0 }.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        var lines = [
            "# TYPE portico_connections gauge", "portico_connections \(connections)",
            "# TYPE portico_pages_from_memory_total counter",
            "portico_pages_from_memory_total \(pagesFromMemory.load(ordering: .relaxed))",
            "# TYPE portico_requests_total counter",
        ]
        for (key, one) in all { lines.append("portico_requests_total{\(labels(key))} \(one.count)") }
        lines.append("# TYPE portico_response_bytes_total counter")
        for (key, one) in all { lines.append("portico_response_bytes_total{\(labels(key))} \(one.bytes)") }
        lines.append("# TYPE portico_request_duration_seconds histogram")
        for (key, one) in all {
            var sum = 0
            for (bound, count) in zip(MetricsRegistry.bounds, one.buckets) {
                sum += count
                lines.append("portico_request_duration_seconds_bucket{\(labels(key)),le=\"\(bound / 1000)\"} \(sum)")
            }
            lines.append("portico_request_duration_seconds_bucket{\(labels(key)),le=\"+Inf\"} \(one.count)")
            lines.append("portico_request_duration_seconds_sum{\(labels(key))} \(one.milliseconds / 1000)")
            lines.append("portico_request_duration_seconds_count{\(labels(key))} \(one.count)")
        }
        return (lines + ProgramMetrics.shared.lines).joined(separator: "\n") + "\n"
    }

    private func labels(_ key: Key) -> String { "route=\"\(key.route)\",status=\"\(key.status)\"" }
}
