import Logging
import Model
import Records
import Synchronization

/// Keeps one agency's pages fresh: runs after every commit, one run at a time, whoever made the commit.
final class Builder: Sendable {
    private struct State {
        /// How many times it was woken.
        var asked = 0
        /// Up to which of them a run has ended.
        var done = 0
        var isRunning = false
        var isStopped = false
        var waiting: [(asked: Int, CheckedContinuation<Void, any Error>)] = []
        var failed: Instant?
    }

    private let state = Mutex(State())
    private let turn = Turn()
    let tools: BuildTools

    init(_ tools: BuildTools) {
        self.tools = tools
    }

    /// There may be something to do. Returns at once; without a server it does nothing.
    func wake() {
        guard tools.isServing else { return }
        let mustStart = state.withLock { state in
            state.asked += 1
            if state.isRunning || state.isStopped { return false }
            state.isRunning = true
            return true
        }
        if mustStart { Task { await run() } }
    }

    /// Wakes the builder when the last run failed a while ago, or some page's day is over.
    func wakeIfDue() async {
        guard tools.isServing else { return }
        let now = tools.world.now()
        let hasFailed = state.withLock { state in state.failed.map { $0.adding(seconds: 10) <= now } ?? false }
        if hasFailed { return wake() }
        do {
            if try await tools.records.read({ try $0.hasPageFiles(notFreshAt: now) }) { wake() }
        } catch {
            tools.log.error("pages of yesterday were not looked for", metadata: ["error": "\(error)"])
        }
    }

    /// Waits until a run that began after this call, or found nothing left to do, has ended.
    func settled() async throws {
        guard tools.isServing else { return }
        try await withCheckedThrowingContinuation { waiting in
            let isDone = state.withLock { state in
                if state.done >= state.asked || state.isStopped { return true }
                state.waiting.append((state.asked, waiting))
                return false
            }
            if isDone { waiting.resume() }
        }
    }

    private func run() async {
        while true {
            let target = state.withLock { $0.asked }
            var failure: (any Error)?
            do { _ = try await build(.stale) } catch { failure = error }
            if let failure, !(failure is CancellationError) {
                tools.log.error("build failed", metadata: ["agency": "\(tools.slug)", "error": "\(failure)"])
            }
            let now = tools.world.now()
            let (ready, isOver) = state.withLock { state in
                state.done = target
                state.failed = failure == nil ? nil : now
                let ready = state.waiting.filter { $0.asked <= target }
                state.waiting.removeAll { $0.asked <= target }
                if state.asked == target || state.isStopped { state.isRunning = false }
                return (ready, !state.isRunning)
            }
            for (_, waiting) in ready {
                if let failure {
                    waiting.resume(
                        throwing: Refusal(.unavailable, "refusal.build.failed", hint: "hint.later", cause: failure))
                } else {
                    waiting.resume()
                }
            }
            if isOver { return }
        }
    }

    /// What a build makes.
    enum Scope: Sendable {
        /// What is marked, and what its day is over.
        case stale
        /// Everything, whatever the marks say.
        case everything
        /// One client's pages: what is stale of them, or all.
        case client(ID<Client>, isFull: Bool)
    }

    /// Builds now, after the run under way.
    func build(_ scope: Scope) async throws -> BuildReport {
        try await turn.run {
            // A build that broke off may have left files that are not what their rows say; everything means also what was
            // changed or laid beside our files by other hands.
            if case .everything = scope {
                _ = try await PageAudit(tools: tools).mend()
            } else if try await !PageAudit(tools: tools).mendDoubted().isEmpty, case .client = scope {
                // Theirs may be other clients' pages.
                wake()
            }
            let run = BuildRun(tools: tools) { [self] in state.withLock { $0.isStopped } }
            return try await run.run(scope)
        }
    }

    /// Runs something while no build does.
    func between<T: Sendable>(_ work: @Sendable (BuildTools) async throws -> T) async throws -> T {
        try await turn.run { [tools] in try await work(tools) }
    }

    /// Ends the run under way; nothing runs afterwards.
    func stop() async {
        state.withLock { $0.isStopped = true }
        while state.withLock({ $0.isRunning }) { try? await Task.sleep(for: .milliseconds(5)) }
        let left = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, waiting) in left { waiting.resume() }
        await turn.take()
    }
}
