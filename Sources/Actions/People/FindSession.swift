import Logging
import Model
import Records

extension OpenAgency {
    /// The session of a cookie's token, or nil when it is none of this agency's, is over, or its person may no longer sign
    /// in. Everything is asked at each request; the answer of the records is kept until something changes.
    public func session(token: String) async throws -> Session? {
        guard let hash = Token.hash(token) else { return nil }
        let age = sessions.age
        let entry: SessionCache.Entry
        if let kept = sessions.entry(hash) {
            entry = kept
        } else {
            let (found, time) = try await records.read { (try $0.session(hash), try $0.clock()) }
            clock.raise(to: time)
            guard let found else { return nil }
            entry = SessionCache.Entry(stored: found.session, person: found.person, written: found.session.seen)
            sessions.keep(entry, ifAge: age)
        }
        return current(entry, hash)
    }

    /// The same at once, when the records need not be asked; nil also when they would have to be.
    public func sessionIfKept(token: String) -> Session? {
        guard let hash = Token.hash(token), let entry = sessions.entry(hash) else { return nil }
        return current(entry, hash)
    }

    /// The session as of now, or nil when it is over.
    private func current(_ entry: SessionCache.Entry, _ hash: [UInt8]) -> Session? {
        let now = clock.now()
        guard settings.sessions.allow(entry.stored, of: entry.person, at: now) else {
            over(hash, at: now)
            return nil
        }
        if sessions.touch(hash, at: now) { write { try $0.touchSession(hash, at: now) } }
        return Session(person: entry.person, stored: entry.stored)
    }

    /// A session is over: its row goes, so that no clock can bring it back.
    private func over(_ hash: [UInt8], at now: Instant) {
        sessions.forget(hash)
        sessionEnded(hash)
        write { try $0.deleteSession(hash) }
    }

    /// Off the request's path: the reader does not wait. A failure is no loss, the next request writes again.
    private func write(_ work: @escaping @Sendable (any Connection) throws -> Void) {
        let now = clock.now()
        Task {
            do {
                try await records.write { connection in
                    try work(connection)
                    try connection.raiseClock(to: now)
                }
            } catch {
                log.info("a session's time was not written", metadata: ["error": "\(error)"])
            }
        }
    }
}
