import CLinux
import Foundation
import Model

/// Where passwords are hashed and verified: on threads of their own, for a server in processes of their own, at the lowest
/// priority, so that neither a flood of sign-ins nor 64 MiB a computation slows down those who read their pages.
///
/// Two queues, each bounded. Known devices (browsers that signed in before) have theirs served first, so that strangers
/// who fill the other cannot keep an agency's own people out.
public final class Passwords: Sendable {
    /// Whose turn it is.
    public enum Lane: Sendable {
        /// Browsers that have signed in to the account before, and the operator.
        case known
        case unknown
    }

    /// What became of a verification.
    public struct Verdict: Sendable, Hashable {
        /// Whether it is the password.
        public let matches: Bool
        /// A new PHC string to store, when the password matches and the stored one has other parameters.
        public let rehashed: String?
    }

    private let argon2: Argon2
    private let work: PasswordWork

    /// - Parameters:
    ///   - argon2: what new passwords cost.
    ///   - threads: how many are computed at a time; by default one fewer than there are cores, at least one.
    ///   - waiting: how many may wait in each queue; beyond that it is `Refusal(.tooMany)`.
    ///   - patience: how long a stranger may wait for their turn while others wait behind them; who waited longer is told
    ///     `Refusal(.tooMany)` rather than kept for as long as a flood lasts.
    ///   - program: of the processes that compute, one a thread, where `PasswordWorker` runs; nil: the threads do it.
    public init(
        argon2: Argon2 = .standard, threads: Int? = nil, waiting: Int = 32, patience: Duration = .seconds(1),
        program: String? = nil
    ) {
        self.argon2 = argon2
        work = PasswordWork(limit: waiting, patience: patience)
        let count = threads ?? ProcessInfo.processInfo.activeProcessorCount - 1
        for index in 0..<max(1, count) {
            let thread = Thread { [work] in
                // A thread that only asks a process is quick about it, and must not keep the queue's lock waiting.
                if program == nil { Passwords.giveWay() }
                let hasher: any PasswordHasher = program.map { PasswordProcess(argon2, program: $0) } ?? argon2
                while let (job, isLate) = work.next(orRest: hasher.rest) { job(isLate ? nil : hasher) }
                hasher.rest()
            }
            thread.name = "passwords-\(index)"
            thread.start()
        }
    }

    deinit {
        work.end()
    }

    /// Puts the calling thread behind all others. Refused on some systems: then it runs like any other.
    static func giveWay() { _ = clinux_idle_priority() }

    /// The PHC string of a password.
    /// - Throws: `Refusal(.tooMany)` when the queue is full, `Refusal(.unavailable)` without memory.
    public func hash(_ password: String, lane: Lane) async throws -> String {
        let bytes = Array(password.utf8)
        return try await perform(lane) { hasher in try hasher.hash(bytes) }
    }

    /// Compares a password with a stored one. With nil, for an account that does not exist or has no password, it takes
    /// as long and never matches (ASVS 6.3.8).
    /// - Throws: `Refusal(.tooMany)` when the queue is full.
    public func verify(_ password: String, against stored: String?, lane: Lane) async throws -> Verdict {
        let bytes = Array(password.utf8)
        // Longer than any password that could have been set: the time is spent all the same.
        let isPossible = bytes.count <= PasswordRules.longest
        return try await perform(lane) { [argon2] hasher in
            let known = try hasher.verify(isPossible ? bytes : [], against: stored ?? argon2.nobodys)
            guard known, isPossible, let stored else { return Verdict(matches: false, rehashed: nil) }
            return Verdict(matches: true, rehashed: argon2.needsRehash(stored) ? try hasher.hash(bytes) : nil)
        }
    }

    private func perform<T: Sendable>(
        _ lane: Lane, _ job: @escaping @Sendable (any PasswordHasher) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<T, any Error>) in
            let busy = Refusal(.tooMany, "refusal.sign-in.busy", ["seconds": "5"])
            let isQueued = work.add(lane) { hasher in
                guard let hasher else { return waiting.resume(throwing: busy) }
                waiting.resume(with: Result { try job(hasher) })
            }
            if !isQueued { waiting.resume(throwing: busy) }
        }
    }
}

/// The two queues and whoever waits for them. The lock is `condition`.
private final class PasswordWork: @unchecked Sendable {
    /// Gets nil when it waited too long.
    typealias Job = @Sendable ((any PasswordHasher)?) -> Void

    /// After so long without a job a thread rests.
    private static let restless: TimeInterval = 60

    private let condition = NSCondition()
    private let limit: Int
    private let patience: Duration
    private var known: [Job] = []
    private var unknown: [(job: Job, since: ContinuousClock.Instant)] = []
    private var hasEnded = false

    init(limit: Int, patience: Duration) {
        (self.limit, self.patience) = (max(1, limit), patience)
    }

    /// False when the queue is full.
    func add(_ lane: Passwords.Lane, _ job: @escaping Job) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        switch lane {
        case .known where known.count < limit: known.append(job)
        case .unknown where unknown.count < limit: unknown.append((job, .now))
        default: return false
        }
        condition.signal()
        return true
    }

    /// The next job, when there is one; nil at the end, once the queues are empty.
    /// - Parameter rest: called when none comes for long.
    func next(orRest rest: () -> Void) -> (job: Job, isLate: Bool)? {
        condition.lock()
        defer { condition.unlock() }
        while known.isEmpty && unknown.isEmpty {
            if hasEnded { return nil }
            if condition.wait(until: Date(timeIntervalSinceNow: PasswordWork.restless)) { continue }
            condition.unlock()
            rest()
            condition.lock()
        }
        // Late because of others; the only one there is has its turn, however busy the machine was.
        if unknown.count > 1, unknown[0].since + patience < .now { return (unknown.removeFirst().job, true) }
        return (known.isEmpty ? unknown.removeFirst().job : known.removeFirst(), false)
    }

    func end() {
        condition.lock()
        hasEnded = true
        condition.broadcast()
        condition.unlock()
    }
}
