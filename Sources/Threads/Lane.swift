import Dispatch
import Synchronization

/// Lets so many pieces of work run at a time, on threads that may wait for the disk, in the order of asking. Those that
/// wait keep no thread, and a thread goes from one piece to the next without being changed: a change costs more than
/// most queries do.
///
/// Each place of a lane is a serial queue, because Dispatch gives such queues threads of their own. All concurrent queues of
/// a process share as many threads as there are cores: there, two flushes of a disk keep every reader waiting.
public final class Lane: Sendable {
    /// One piece of work.
    public typealias Work = @Sendable () -> Void

    private struct State {
        /// The places where nothing runs.
        var free: [Int]
        var waiting: [Work] = []
    }

    private let places: [DispatchQueue]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - name: what its threads are called.
    ///   - width: how many run at a time, at least one.
    public init(_ name: String, width: Int) {
        places = (0..<max(1, width)).map { DispatchQueue(label: "portico.\(name).\($0)") }
        state = Mutex(State(free: Array(places.indices)))
    }

    /// What `work` gives, once it had its turn. It has it even when the task is cancelled meanwhile.
    /// - Throws: what `work` throws.
    @inlinable public func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { waiting in
            add { waiting.resume(with: Result { try work() }) }
        }
    }

    /// Has some work done, sometime soon.
    public func add(_ work: @escaping Work) {
        let place = state.withLock { state in
            state.waiting.append(work)
            return state.free.popLast()
        }
        if let place { places[place].async { [self] in drain(place) } }
    }

    private func drain(_ place: Int) {
        while let work = state.withLock({ next(place, &$0) }) { work() }
    }

    private func next(_ place: Int, _ state: inout State) -> Work? {
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.free.append(place)
        return nil
    }
}
