import Foundation
import Model
import TestKit
import Testing

@testable import Proof
@testable import Server

/// Whole runs, against a server that answers.
@Suite struct ProofRunTests {
    private struct Broken: Error {}

    private func claim(_ id: String, _ check: String) -> Claim {
        Claim(id: id, sentences: ["P1"], checks: [check], kind: .act)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a check that throws and one that hangs for ever fail, and the next is proved`() async throws {
        let fixture = try await Fixture { server, _ in server.proxies = ["127.0.0.1"] }
        let checks = [
            Check("throws") { _, _ in throw Broken() },
            // It holds on to both agencies, and no cancellation reaches it.
            Check("hangs") { lab, seen in
                await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
                seen.see("agency", lab.a.slug)
            },
            Check("looks") { lab, seen in
                try seen.expect("answer", try await lab.a.contact.browser.get("me/").status, is: 200)
            },
        ]
        let prover = Prover(
            workspace: fixture.workspace, place: Prover.Place(port: fixture.port, routes: []), build: "test", checks: checks,
            limit: .seconds(30))
        let run = try await prover.run([claim("T1", "throws"), claim("T2", "hangs"), claim("T3", "looks"), claim("T4", "none")])
        #expect(run.verdicts.map(\.result) == [.failing, .failing, .proved, .failing])
        #expect(run.verdicts.last?.problem == "there is no check none")
        let problems = Dictionary(uniqueKeysWithValues: run.outcomes.map { ($0.check, $0.problem) })
        #expect(problems["throws"] == "an error of the kind Broken")
        #expect(problems["hangs"] == "it did not end within 30 seconds")
        #expect(problems["looks"] == .some(nil))
        // What hangs keeps nothing of the two agencies, and the next run makes them anew.
        for slug in Slug.synthetic {
            #expect(!FileManager.default.fileExists(atPath: fixture.scratch.path("data/\(slug)")))
        }
        #expect(try await prover.run([claim("T3", "looks")]).verdicts.map(\.result) == [.proved])
        await fixture.stop()
    }
}
