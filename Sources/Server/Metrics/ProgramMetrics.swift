import CoreMetrics
import Synchronization

/// What the program counts through swift-metrics, whoever counts it: one set of figures a process, printed with the server's.
final class ProgramMetrics: MetricsFactory {
    static let shared = ProgramMetrics()

    /// Makes this the process's backend; the first server does it.
    static let install: Void = MetricsSystem.bootstrap(shared)

    /// One figure: a sum, and how often it was added to.
    final class Figure: CounterHandler, FloatingPointCounterHandler, RecorderHandler, MeterHandler, TimerHandler {
        enum Kind: String { case counter, gauge, summary }

        let name: String
        let labels: String
        let kind: Kind
        private let state = Mutex((sum: 0.0, count: 0))

        init(_ label: String, _ dimensions: [(String, String)], _ kind: Kind) {
            name = "portico_" + label.map { $0.isLetter || $0.isNumber ? $0 : "_" }
            labels = dimensions.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
            self.kind = kind
        }

        var value: (sum: Double, count: Int) { state.withLock { $0 } }

        func increment(by amount: Int64) { increment(by: Double(amount)) }
        func increment(by amount: Double) { state.withLock { $0 = ($0.sum + amount, $0.count + 1) } }
        func decrement(by amount: Double) { increment(by: -amount) }
        func reset() { state.withLock { $0 = (0, 0) } }
        func record(_ value: Int64) { record(Double(value)) }
        func record(_ value: Double) { increment(by: value) }
        func set(_ value: Int64) { set(Double(value)) }
        func set(_ value: Double) { state.withLock { $0 = (value, $0.count + 1) } }
        func recordNanoseconds(_ duration: Int64) { increment(by: Double(duration) / 1_000_000_000) }
    }

    private let figures = Mutex<[String: Figure]>([:])

    private func figure(_ label: String, _ dimensions: [(String, String)], _ kind: Figure.Kind) -> Figure {
        let figure = Figure(label, dimensions, kind)
        return figures.withLock { all in
            let key = figure.name + "{" + figure.labels
            if let known = all[key] { return known }
            all[key] = figure
            return figure
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        figure(label, dimensions, .counter)
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        figure(label, dimensions, .counter)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        figure(label, dimensions, .summary)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        figure(label, dimensions, .gauge)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        figure(label + "_seconds", dimensions, .summary)
    }

    // Figures live as long as the process: a counter made again goes on counting.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// All figures as Prometheus text.
    var lines: [String] {
        var lines: [String] = []
        var last = ""
        for figure in figures.withLock({ Array($0.values) }).sorted(by: { ($0.name, $0.labels) < ($1.name, $1.labels) }) {
            if figure.name != last { lines.append("# TYPE \(figure.name) \(figure.kind.rawValue)") }
            last = figure.name
            let labels = figure.labels.isEmpty ? "" : "{\(figure.labels)}"
            let (sum, count) = figure.value
            if figure.kind == .summary {
                lines += ["\(figure.name)_sum\(labels) \(sum)", "\(figure.name)_count\(labels) \(count)"]
            } else {
                lines.append("\(figure.name)\(labels) \(sum)")
            }
        }
        return lines
    }
}
