import Logging
import Model
import Synchronization

/// The open agencies, at most so many at a time. An agency in use is never closed; the least used of the others goes
/// when room is needed. A file is never open twice: whoever asks while it is opened or closed waits for that.
final class AgencyPool: Sendable {
    private enum Slot {
        case opening(Task<AgencyRoom, any Error>)
        case open(AgencyRoom, handles: Int, used: UInt64)
        case closing(Task<Void, Never>)
    }

    private struct State {
        var slots: [Slug: Slot] = [:]
        var clock: UInt64 = 0
        var isStopped = false
        var problems: [Slug: (refusal: Refusal, until: Instant)] = [:]
    }

    private let state = Mutex(State())
    private let limit: Int
    private let world: World
    private let log: Logger
    private let open: @Sendable (Slug) async throws -> AgencyRoom

    init(limit: Int, world: World, log: Logger, open: @escaping @Sendable (Slug) async throws -> AgencyRoom) {
        (self.limit, self.world, self.log, self.open) = (max(1, limit), world, log, open)
    }

    /// A handle at once, when the agency is open.
    func leaseIfOpen(_ slug: Slug) -> OpenAgency? {
        let room = state.withLock { state in AgencyPool.take(slug, &state) }
        return room.map(handle)
    }

    /// A handle, after opening the agency if need be.
    func lease(_ slug: Slug) async throws -> OpenAgency {
        var patience = 1500
        while true {
            switch try state.withLock({ try next(slug, &$0) }) {
            case .have(let room): return handle(room)
            // Whoever opens it has the first handle already: else, with many agencies wanted at once, it could be closed
            // for another again and again before it was ever used.
            case .mine(let task): return handle(try await task.value)
            case .opened(let task): _ = try await task.value
            case .closed(let task): await task.value
            case .full:
                // Every open agency is in use: somebody lets go soon, or the server is beyond its means.
                patience -= 1
                if patience == 0 { throw Refusal(.unavailable, "refusal.agency.full", hint: "hint.later") }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private enum Step {
        case have(AgencyRoom)
        case mine(Task<AgencyRoom, any Error>)
        case opened(Task<AgencyRoom, any Error>)
        case closed(Task<Void, Never>)
        case full
    }

    private func next(_ slug: Slug, _ state: inout State) throws -> Step {
        if state.isStopped { throw Refusal(.unavailable, "refusal.workspace.stopping", hint: "hint.later") }
        if let room = AgencyPool.take(slug, &state) { return .have(room) }
        switch state.slots[slug] {
        case .opening(let task): return .opened(task)
        case .closing(let task): return .closed(task)
        case .open, nil: break
        }
        if let problem = state.problems[slug], world.now() < problem.until { throw problem.refusal }
        if state.slots.count >= limit {
            return AgencyPool.leastUsed(&state).map { .closed(close($0, &state)) } ?? .full
        }
        let task = Task { [self] in
            do {
                let room = try await open(slug)
                opened(room)
                return room
            } catch {
                throw failed(slug, error)
            }
        }
        state.slots[slug] = .opening(task)
        return .mine(task)
    }

    private func opened(_ room: AgencyRoom) {
        state.withLock { state in
            state.clock += 1
            state.slots[room.slug] = .open(room, handles: 1, used: state.clock)
            state.problems[room.slug] = nil
        }
    }

    /// A failure shuts that agency for ten seconds, then it is tried again.
    private func failed(_ slug: Slug, _ error: any Error) -> Refusal {
        log.error("agency cannot be opened", metadata: ["agency": "\(slug)", "error": "\(error)"])
        let known: Set<Refusal.Kind> = [.newer, .wrongKey, .configuration]
        let refusal =
            (error as? Refusal).flatMap { known.contains($0.kind) || $0.word == "refusal.agency.replay" ? $0 : nil }
            ?? Refusal(.unavailable, "refusal.agency.shut", ["agency": slug.text], hint: "hint.check", cause: error)
        state.withLock { state in
            state.slots[slug] = nil
            state.problems[slug] = (refusal, world.now().adding(seconds: 10))
        }
        return refusal
    }

    private static func take(_ slug: Slug, _ state: inout State) -> AgencyRoom? {
        guard case .open(let room, let handles, _)? = state.slots[slug] else { return nil }
        state.clock += 1
        state.slots[slug] = .open(room, handles: handles + 1, used: state.clock)
        return room
    }

    private func handle(_ room: AgencyRoom) -> OpenAgency {
        OpenAgency(room) { [self] in
            state.withLock { state in
                // Who held on to a room that was closed all the same has no handle of the one that came after it.
                guard case .open(let now, let handles, let used)? = state.slots[room.slug], now === room else { return }
                state.slots[room.slug] = .open(room, handles: handles - 1, used: used)
            }
        }
    }

    private static func leastUsed(_ state: inout State) -> AgencyRoom? {
        var least: (room: AgencyRoom, used: UInt64)?
        for case .open(let room, 0, let used) in state.slots.values where used < least?.used ?? .max {
            least = (room, used)
        }
        return least?.room
    }

    private func close(_ room: AgencyRoom, _ state: inout State) -> Task<Void, Never> {
        let task = Task { [self] in
            await room.close()
            self.state.withLock { $0.slots[room.slug] = nil }
        }
        state.slots[room.slug] = .closing(task)
        return task
    }

    /// Closes one agency, when it is open; waits a while for handles still in use.
    /// - Parameter evenInUse: closes it then all the same: what is asked of it afterwards fails.
    /// - Throws: `Refusal(.unavailable)` when they stay.
    func shut(_ slug: Slug, evenInUse: Bool = false) async throws {
        for _ in 0..<500 {
            let task = state.withLock { state -> Task<Void, Never>? in
                switch state.slots[slug] {
                case .open(let room, 0, _): return close(room, &state)
                case .closing(let task): return task
                case .open, .opening, nil: return nil
                }
            }
            if let task { await task.value }
            if state.withLock({ $0.slots[slug] == nil }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        let task = state.withLock { state -> Task<Void, Never>? in
            guard evenInUse, case .open(let room, _, _)? = state.slots[slug] else { return nil }
            return close(room, &state)
        }
        guard let task else { throw Refusal(.unavailable, "refusal.agency.busy", hint: "hint.later") }
        await task.value
    }

    /// The agencies that are open now.
    var rooms: [AgencyRoom] {
        state.withLock { state in
            state.slots.values.compactMap { slot in
                if case .open(let room, _, _) = slot { room } else { nil }
            }
        }
    }

    /// Somebody has mended what was wrong with an agency: it may be opened at once.
    func forgetProblem(of slug: Slug) {
        state.withLock { $0.problems[slug] = nil }
    }

    var problems: [AgencyProblem] {
        state.withLock { $0.problems.map { AgencyProblem(agency: $0.key, refusal: $0.value.refusal) } }
            .sorted { $0.agency < $1.agency }
    }

    /// Closes everything, after waiting a while for handles still in use.
    func stop(wait: Int64) async {
        state.withLock { $0.isStopped = true }
        for _ in 0..<max(1, wait / 20) {
            let busy = state.withLock { state in
                state.slots.values.contains { slot in
                    switch slot {
                    case .open(_, let handles, _): handles > 0
                    case .opening: true
                    case .closing: false
                    }
                }
            }
            if !busy { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
        let opening = state.withLock { state in
            state.slots.values.compactMap { if case .opening(let task) = $0 { task } else { nil } }
        }
        for task in opening { _ = try? await task.value }
        let closing = state.withLock { state in
            state.slots.values.compactMap { slot -> Task<Void, Never>? in
                switch slot {
                case .open(let room, _, _): close(room, &state)
                case .closing(let task): task
                case .opening: nil
                }
            }
        }
        for task in closing { await task.value }
    }
}
