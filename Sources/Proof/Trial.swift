import Model

/// One check at work: what it throws is a failure, and so is a time that is over. Nobody waits for a check that hangs, because
/// whatever is cancelled may not listen (a thread that waits for a disk, a lock that nobody lets go), and a run that never ends
/// would leave the last one standing until it is stale.
struct Trial: Sendable {
    /// The name of the check.
    let check: String
    /// How long it may take.
    let limit: Duration
    let body: @Sendable (inout Evidence) async throws -> Void

    private struct Ending: Sendable {
        let problem: String?
        var seen: [ProofRun.Fact] = []
    }

    /// How it ended, after its limit at the latest.
    func outcome() async -> ProofRun.Outcome {
        let begun = ContinuousClock.now
        let (endings, end) = AsyncStream.makeStream(of: Ending.self, bufferingPolicy: .bufferingOldest(1))
        // No children of a group: that waits for those that it cancels.
        let work = Task { end.yield(await attempt()) }
        let clock = Task {
            // Cancelled: it ended in time.
            do { try await Task.sleep(for: limit) } catch { return }
            end.yield(Ending(problem: "it did not end within \(limit.components.seconds) seconds"))
        }
        let first = await endings.first { _ in true } ?? Ending(problem: "the run was ended")
        work.cancel()
        clock.cancel()
        return ProofRun.Outcome(
            check: check, problem: first.problem, seen: first.seen, milliseconds: Trial.milliseconds(since: begun))
    }

    private func attempt() async -> Ending {
        var evidence = Evidence()
        do {
            try await body(&evidence)
            return Ending(problem: nil, seen: evidence.facts)
        } catch {
            return Ending(problem: Trial.text(error), seen: evidence.facts)
        }
    }

    /// Of an error only what is fit for everybody's eyes: our own texts, and the kinds of others.
    static func text(_ error: any Error) -> String {
        switch error {
        case let failing as Failing: failing.description
        case let refusal as Refusal: "refused: \(refusal.kind.rawValue) (\(refusal.word))"
        default: "an error of the kind \(type(of: error))"
        }
    }

    static func milliseconds(since begun: ContinuousClock.Instant) -> Int64 {
        Int64((ContinuousClock.now - begun) / .milliseconds(1))
    }
}
