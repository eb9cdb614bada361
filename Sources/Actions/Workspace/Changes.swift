import Synchronization

/// The one function through which every cache of an agency is emptied. Today a call; with several nodes, a message.
public final class Changes: Sendable {
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    /// Registers what must happen after each commit that may change what caches hold: emptying a cache of sessions, of access, of settings. The closure
    /// must be quick and must not keep the agency alive (capture the cache, not the agency).
    public func onTell(_ listener: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(listener) }
    }

    /// Something was committed that caches may hold.
    public func tell() {
        for listener in listeners.withLock({ $0 }) { listener() }
    }
}
