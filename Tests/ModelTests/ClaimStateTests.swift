import Model
import Testing

@Test func `what can only be signed for is never shown as proved, and what is proved needs no signature`() throws {
    let today = try #require(Day("2026-03-10"))
    func state(_ kind: Claim.Kind, _ result: ProofRun.Verdict.Result) -> ClaimState {
        let claim = Claim(id: "C1", sentences: ["P1"], checks: [], kind: kind)
        let run = ProofRun(
            at: Instant(milliseconds: 0), milliseconds: 0, build: "",
            outcomes: [], verdicts: [ProofRun.Verdict(claim: "C1", result: result, until: "2026-12-31")])
        return ClaimState(claim, run, ranOn: today, today: today)
    }
    #expect(state(.attested, .attested) == .attested && state(.act, .proved) == .proved)
    #expect(state(.attested, .proved) == .failing)
    #expect(state(.act, .attested) == .failing)
    #expect(state(.attested, .failing) == .failing && state(.act, .failing) == .failing)
}
