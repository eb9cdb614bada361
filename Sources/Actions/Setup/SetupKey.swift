import Model
import Synchronization

/// The secret of a workspace's first run, in memory alone: whoever started the program has it, once.
final class SetupKey: Sendable {
    /// Seconds that it holds.
    static let lifetime: Int64 = 30 * 60

    private struct State {
        /// SHA-256 of the token; nil: there is nothing to set up, or it is done.
        var hash: [UInt8]?
        var expires = Instant(milliseconds: 0)
        /// Whether somebody is setting up at this moment.
        var isTaken = false
    }

    private let state = Mutex(State())

    /// A new token; an earlier one is worth nothing from now on.
    func make(_ world: World) -> String {
        let new = NewToken(world)
        state.withLock { state in
            state = State(hash: new.hash, expires: world.now().adding(seconds: SetupKey.lifetime))
        }
        return new.text
    }

    func holds(_ token: String, at now: Instant) -> Bool {
        guard let hash = Token.hash(token) else { return false }
        return state.withLock { $0.hash == hash && now < $0.expires }
    }

    /// Takes it for one attempt: whoever else comes at this moment is too late.
    func take(_ token: String, at now: Instant) -> Bool {
        guard let hash = Token.hash(token) else { return false }
        return state.withLock { state in
            guard state.hash == hash, now < state.expires, !state.isTaken else { return false }
            state.isTaken = true
            return true
        }
    }

    /// Ends an attempt: when it is done the token is spent, else it may be tried again.
    func end(isDone: Bool) {
        state.withLock { state in
            state.isTaken = false
            if isDone { state.hash = nil }
        }
    }
}

extension Workspace {
    var setupKey: SetupKey { parts.part { SetupKey() } }
}
