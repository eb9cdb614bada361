import Dispatch
import Synchronization

/// Lets so many pieces of work run at a time, on threads that may wait for the disk, in the order of asking. Those that
/// wait keep no thread, and a thread goes from one piece to the next without being changed: a change costs more than
/// most queries do.
final class Lane: Sendable {
    typealias Work = @Sendable () -> Void

    private struct State {
        var running = 0
        var waiting: [Work] = []
    }

    private static let threads = DispatchQueue(label: "portico.records", attributes: .concurrent)
    private let state = Mutex(State())
    private let width: Int

    /// - Parameter width: how many run at a time.
    init(width: Int) {
        self.width = width
    }

    /// What `work` gives, once it had its turn.
    /// - Throws: what it throws; `CancellationError` before it is begun when the task is cancelled.
    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { waiting in
            add { waiting.resume(with: Result { try work() }) }
        }
    }

    /// Has some work done, sometime soon.
    func add(_ work: @escaping Work) {
        let mustStart = state.withLock { state in
            state.waiting.append(work)
            guard state.running < width else { return false }
            state.running += 1
            return true
        }
        if mustStart { Lane.threads.async { [self] in drain() } }
    }

    private func drain() {
        while let work = state.withLock({ next(&$0) }) { work() }
    }

    private func next(_ state: inout State) -> Work? {
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.running -= 1
        return nil
    }
}
