import Logging
import Model
import Records
import Synchronization

/// Reads, failed sign-ins and refusals on their way into the audit log: committed every 50 ms, at 500 entries, and at
/// once when a document waits. Holds at most 10,000: then documents wait for better times and pages go on.
final class AuditQueue: Sendable {
    static let batch = 500
    static let bound = 10_000
    static let pause = Duration.milliseconds(50)

    /// What a transaction writes: the entry and its instant.
    struct Entry: Sendable {
        let noted: Noted
        let at: Instant
        /// Nil for an entry; a closing entry says how often it happened again.
        var again: Int?
    }

    private typealias Waiting = CheckedContinuation<Void, any Error>

    private struct State {
        var pending: [Entry] = []
        /// Those that a transaction is writing now; they count against the bound.
        var flying = 0
        var waiting: [Waiting] = []
        var flyingWaiting: [Waiting] = []
        var counted = NotedCounts()
        var isScheduled = false
        var isWriting = false
        /// A long transaction has the writer: documents do not wait for it.
        var isHeld = false
        /// The agency is closed: nothing is written any more.
        var isFinished = false
        /// How many entries found the queue full since that was last written down.
        var lost = 0

        var isFull: Bool { pending.count + flying >= AuditQueue.bound }
    }

    private let state = Mutex(State())
    private let records: any RecordsEngine
    private let world: World
    private let log: Logger

    init(records: any RecordsEngine, world: World, log: Logger) {
        (self.records, self.world, self.log) = (records, world, log)
    }

    /// Takes an entry, or counts it when the same was written this hour (or minute).
    func note(_ noted: Noted) {
        let urgency = state.withLock { put(noted, &$0) }
        start(urgency)
    }

    /// The same, and returns once the entry (or the one that stands for it) is committed.
    /// - Throws: `Refusal(.unavailable)` when the queue is full, cannot be written, or a long transaction has the writer.
    func noteAndWait(_ noted: Noted) async throws {
        try await wait { state in
            if state.isHeld || state.isFull { throw AuditQueue.full }
            _ = put(noted, &state)
        }
    }

    /// Returns once everything that was noted is committed.
    /// - Throws: `Refusal(.unavailable)` as `noteAndWait`.
    func settled() async throws {
        try await wait { if $0.isHeld { throw AuditQueue.full } }
    }

    private func wait(after change: @Sendable (inout State) throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (waiting: Waiting) in
            let answer: Result<Void, any Error>? = state.withLock { state in
                if state.isFinished { return .failure(AuditQueue.full) }
                do { try change(&state) } catch { return .failure(error) }
                if state.pending.isEmpty && !state.isWriting { return .success(()) }
                state.waiting.append(waiting)
                return nil
            }
            if let answer { waiting.resume(with: answer) } else { start(.atOnce) }
        }
    }

    /// A long transaction begins or has ended: nobody waits for entries meanwhile.
    func hold(_ isHeld: Bool) {
        let waiting = state.withLock { state -> [Waiting] in
            state.isHeld = isHeld
            guard isHeld else { return [] }
            defer { (state.waiting, state.flyingWaiting) = ([], []) }
            return state.waiting + state.flyingWaiting
        }
        for one in waiting { one.resume(throwing: AuditQueue.full) }
        if !isHeld { start(.atOnce) }
    }

    /// Regular work: closing entries of hours and minutes that are over.
    func tick() {
        let now = world.now()
        state.withLock { state in
            for entry in state.counted.close(before: now) { AuditQueue.append(entry, &state) }
        }
        start(.atOnce)
    }

    /// A session ended: its closing entries are due.
    func close(session: [UInt8]) {
        let now = world.now()
        state.withLock { state in
            for entry in state.counted.close(session: session, at: now) { AuditQueue.append(entry, &state) }
        }
        start(.atOnce)
    }

    /// Writes everything that waits and all closing entries: nothing that was noted before is in memory afterwards.
    func empty() async {
        let now = world.now()
        state.withLock { state in
            for entry in state.counted.closeAll(at: now) { AuditQueue.append(entry, &state) }
        }
        for _ in 0..<100 {
            await flush()
            if state.withLock({ $0.pending.isEmpty && !$0.isWriting }) { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The same; the agency is about to be closed.
    func finish() async {
        await empty()
        let left = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in left { one.resume(throwing: AuditQueue.full) }
    }

    static var full: Refusal { Refusal(.unavailable, "refusal.audit.full", hint: "hint.later") }

    private enum Urgency { case none, soon, atOnce }

    private func put(_ noted: Noted, _ state: inout State) -> Urgency {
        let at = world.now()
        let closing = state.counted.close(before: at)
        for entry in closing { AuditQueue.append(entry, &state) }
        guard state.counted.isFirst(noted, at: at) else { return .none }
        AuditQueue.append(Entry(noted: noted, at: at), &state)
        // A write under way goes on with what has come meanwhile.
        if state.pending.count >= AuditQueue.batch { return state.isWriting ? .none : .atOnce }
        if state.isScheduled { return .none }
        state.isScheduled = true
        return .soon
    }

    private static func append(_ entry: Entry, _ state: inout State) {
        if state.isFull { state.lost += 1 } else { state.pending.append(entry) }
    }

    private func start(_ urgency: Urgency) {
        switch urgency {
        case .none: break
        case .soon:
            Task {
                try? await Task.sleep(for: AuditQueue.pause)
                await flush()
            }
        case .atOnce: Task { await flush() }
        }
    }

    /// Writes what waits. One runs at a time; it goes on until nothing waits.
    func flush() async {
        while let entries = state.withLock({ take(&$0) }) {
            let result = await write(entries)
            let waiting = state.withLock { state -> [Waiting] in
                (state.isWriting, state.flying) = (false, 0)
                if case .failure = result { state.pending = entries + state.pending }
                defer { state.flyingWaiting = [] }
                return state.flyingWaiting
            }
            guard case .failure(let error) = result else {
                for one in waiting { one.resume() }
                continue
            }
            for one in waiting { one.resume(throwing: AuditQueue.unavailable(error)) }
            return retry(error)
        }
    }

    /// What the next transaction writes; nil when nothing waits or one is under way.
    private func take(_ state: inout State) -> [Entry]? {
        state.isScheduled = false
        if state.isWriting || state.isFinished { return nil }
        if state.lost > 0, !state.isFull {
            let noted = Noted(.system, "audit.lost", subject: "audit", outcome: "\(state.lost)")
            state.pending.append(Entry(noted: noted, at: world.now()))
            state.lost = 0
        }
        if state.pending.isEmpty && state.waiting.isEmpty { return nil }
        defer { (state.pending, state.waiting) = ([], []) }
        (state.isWriting, state.flying, state.flyingWaiting) = (true, state.pending.count, state.waiting)
        return state.pending
    }

    private func write(_ entries: [Entry]) async -> Result<Void, any Error> {
        do {
            if entries.isEmpty { return .success(()) }
            let world = world
            try await records.write { connection in
                try connection.write(entries, world: world)
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private static func unavailable(_ error: any Error) -> Refusal {
        Refusal(.unavailable, "refusal.audit.full", hint: "hint.later", cause: error)
    }

    private func retry(_ error: any Error) {
        log.error("audit entries could not be written; they are kept", metadata: ["error": "\(error)"])
        Task {
            try? await Task.sleep(for: .seconds(1))
            await flush()
        }
    }
}
