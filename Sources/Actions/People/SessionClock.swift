import Model
import Synchronization

/// The time as sessions and invitations count it: it never goes back. When the system's clock does, the time goes on from
/// the latest that was seen, at the pace of the processor's own clock; that latest is kept in the records, so that what
/// had expired stays so after a restart too.
final class SessionClock: Sendable {
    private struct State {
        var latest = Instant(milliseconds: 0)
        var seenAt = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let world: World

    init(_ world: World) {
        self.world = world
    }

    /// The instant now.
    func now() -> Instant {
        let wall = world.now()
        return state.withLock { state in
            let seen = ContinuousClock.now
            if wall < state.latest {
                let passed = (seen - state.seenAt) / Duration.milliseconds(1)
                state.latest = Instant(milliseconds: state.latest.milliseconds + Int64(max(0, passed)))
            } else {
                state.latest = wall
            }
            state.seenAt = seen
            return state.latest
        }
    }

    /// The records saw a later time before.
    func raise(to kept: Instant?) {
        guard let kept else { return }
        state.withLock { state in
            if kept > state.latest { (state.latest, state.seenAt) = (kept, ContinuousClock.now) }
        }
    }
}

extension OpenAgency {
    /// The agency's own: a clock that goes on.
    var clock: SessionClock {
        parts.part { SessionClock(world) }
    }
}
