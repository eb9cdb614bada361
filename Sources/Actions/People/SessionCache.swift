import Model
import Records
import Synchronization

/// Sessions that were looked up since the last change, so that a page costs no query for its reader. Bounded; emptied by
/// `Changes.tell`, so that whatever ends a session ends it here at once.
final class SessionCache: Sendable {
    struct Entry: Sendable {
        var stored: StoredSession
        let person: Person
        /// When `seen` was last sent to the records.
        var written: Instant
    }

    static let bound = 10_000
    /// `seen` is written at most this often, seconds.
    static let writeEvery: Int64 = 60

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// Goes up when the cache is emptied: what was read before must not be kept after.
        var age = 0
    }

    private let state = Mutex(State())

    var age: Int { state.withLock(\.age) }

    var count: Int { state.withLock { $0.entries.count } }

    func entry(_ token: [UInt8]) -> Entry? {
        state.withLock { $0.entries[token] }
    }

    func keep(_ entry: Entry, ifAge age: Int) {
        state.withLock { state in
            guard state.age == age else { return }
            if state.entries.count >= SessionCache.bound { state.entries = [:] }
            state.entries[entry.stored.token] = entry
        }
    }

    func forget(_ token: [UInt8]) {
        state.withLock { _ = $0.entries.removeValue(forKey: token) }
    }

    /// Notes a request. True when it is time to write that down; whoever is told so must do it.
    func touch(_ token: [UInt8], at now: Instant) -> Bool {
        state.withLock { state in
            guard var entry = state.entries[token] else { return false }
            entry.stored.seen = max(entry.stored.seen, now)
            let isDue = now >= entry.written.adding(seconds: SessionCache.writeEvery)
            if isDue { entry.written = now }
            state.entries[token] = entry
            return isDue
        }
    }

    func empty() {
        state.withLock { state in
            state.entries = [:]
            state.age += 1
        }
    }
}

extension OpenAgency {
    var sessions: SessionCache {
        parts.part {
            let cache = SessionCache()
            changes.onTell { [weak cache] in cache?.empty() }
            return cache
        }
    }
}
