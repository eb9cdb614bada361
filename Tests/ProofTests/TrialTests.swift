import Model
import Testing

@testable import Proof

@Suite struct TrialTests {
    private struct Broken: Error {}

    private func outcome(
        _ limit: Duration = .seconds(60), _ body: @escaping @Sendable (inout Evidence) async throws -> Void
    ) async -> ProofRun.Outcome {
        await Trial(check: "one", limit: limit, body: body).outcome()
    }

    @Test func `what ends succeeds, with what it saw`() async {
        let outcome = await outcome { $0.see("rows", 3) }
        #expect(outcome.check == "one" && outcome.problem == nil)
        #expect(outcome.seen == [ProofRun.Fact("rows", "3")])
    }

    @Test func `whatever is thrown is a failure, and only our own texts are told`() async {
        let own = await outcome {
            $0.see("rows", 3)
            throw Failing("3 rows are open")
        }
        #expect(own.problem == "3 rows are open" && own.seen.count == 1)
        #expect(await outcome { _ in throw Refusal(.full, "refusal.full") }.problem == "refused: full (refusal.full)")
        #expect(await outcome { _ in throw Broken() }.problem == "an error of the kind Broken")
    }

    @Test(.timeLimit(.minutes(20))) func `what never ends fails when its time is over, though it does not listen`() async {
        let outcome = await outcome(.seconds(1)) { _ in await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
        #expect(outcome.problem == "it did not end within 1 seconds")
        #expect(outcome.milliseconds >= 1000)
    }

    @Test(.timeLimit(.minutes(20))) func `a run that is ended waits for nothing`() async {
        let task = Task {
            await outcome { _ in await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
        }
        task.cancel()
        #expect(await task.value.problem == "the run was ended")
    }
}
