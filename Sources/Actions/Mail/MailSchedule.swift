import Model
import Synchronization

/// When each agency has something to send next: kept for the whole workspace, also of agencies that are closed meanwhile.
final class MailSchedule: Sendable {
    private struct State {
        var due: [Slug: Instant] = [:]
        var waiting: CheckedContinuation<Void, Never>?
        /// Somebody woke it while it was not waiting.
        var isWoken = false
    }

    private let state = Mutex(State())

    /// An agency has something to send at that time.
    func wake(_ slug: Slug, at due: Instant) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.due[slug] = min(state.due[slug] ?? due, due)
            return take(&state)
        }
        waiting?.resume()
    }

    /// The agencies that have something to send by now, the longest due first; they are forgotten until they are named again.
    func take(at now: Instant) -> [Slug] {
        state.withLock { state in
            let due = state.due.filter { $0.value <= now }
            for slug in due.keys { state.due[slug] = nil }
            return due.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        }
    }

    /// When the next agency has something to send; nil: nothing is known of.
    var next: Instant? { state.withLock { $0.due.values.min() } }

    /// Waits until somebody wakes it, at most so long.
    func wait(most: Duration) async {
        let alarm = Task { [self] in
            // An alarm that is no longer wanted wakes nobody: it would end the next wait at once, and that one the one after.
            guard (try? await Task.sleep(for: most)) != nil else { return }
            rouse()
        }
        defer { alarm.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                let mayGo = state.withLock { state -> Bool in
                    if state.isWoken || Task.isCancelled {
                        state.isWoken = false
                        return true
                    }
                    state.waiting = waiting
                    return false
                }
                if mayGo { waiting.resume() }
            }
        } onCancel: {
            rouse()
        }
    }

    private func rouse() {
        state.withLock { take(&$0) }?.resume()
    }

    private func take(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        state.isWoken = state.waiting == nil
        defer { state.waiting = nil }
        return state.waiting
    }
}
