import Crypto
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

private func run(at milliseconds: Int64, failing: Bool = false) -> ProofRun {
    ProofRun(
        at: Instant(milliseconds: milliseconds), milliseconds: 5, build: "0.1.0+abc",
        outcomes: [ProofRun.Outcome(check: "password-hashed", problem: failing ? "no" : nil, seen: [], milliseconds: 1)],
        verdicts: [ProofRun.Verdict(claim: "C3", result: failing ? .failing : .proved)])
}

@Test func `the last thirty runs are kept, the newest first, and named in the audit log by their hash`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    for minute in 0..<32 { _ = try await workspace.keep(run(at: Int64(minute) * 60_000, failing: minute == 31), by: .system) }
    let kept = try await workspace.proofs()
    #expect(kept.map(\.run.at) == (2..<32).reversed().map { $0 * 60_000 })
    let newest = try #require(kept.first)
    let bytes = try Data(contentsOf: URL(filePath: place.scratch.path("data/.proof/00000001860000.json")))
    #expect(newest.sha256 == Hex.text(SHA256.hash(data: bytes)))
    #expect(try place.mode("data/.proof/00000001860000.json") == 0o600)
    let entries = try await agency.auditEntries().filter { $0.action == "proof.run" }
    #expect(entries.count == 32)
    #expect(entries.last.map { "\($0.subject) \($0.outcome)" } == "\(newest.sha256) failing")
    // The pages show it.
    try await agency.settled()
    let page = String(decoding: try #require(try place.pages(.of("north"))["privacy/proof/C3/index.html"]), as: UTF8.self)
    #expect(page.contains(newest.sha256) && page.contains("data-state=\"failing\""))
    await workspace.stop()
}

@Test func `a run that no audit log names is evidence of nothing, and a check names it`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let now = place.clock.now.milliseconds
    _ = try await workspace.keep(run(at: now + 1000), by: .system)
    let newest = try await workspace.keep(run(at: now + 2000, failing: true), by: .system)
    #expect(try await workspace.check() == [])
    // Somebody who can write to data/ makes it green.
    let name = try #require(try Disk.names(in: place.scratch.path("data/.proof")).first { $0.hasSuffix("\(now + 2000).json") })
    let path = place.scratch.path("data/.proof/\(name)")
    let text = try String(contentsOfFile: path, encoding: .utf8).replacing("failing", with: "proved")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try await workspace.proofs().map(\.run.at) == [now + 1000])
    #expect(try await workspace.newestProof()?.run.at == now + 1000)
    #expect(try await workspace.check().filter { $0.kind == .proof }.map(\.word) == ["problem.proof.unknown"])
    _ = try await agency.build(full: true)
    try await agency.settled()
    let pages = try place.pages(.of("north")).filter { $0.key.hasPrefix("privacy/proof/") }.values
    let forged = Hex.text(SHA256.hash(data: Data(text.utf8)))
    #expect(!pages.isEmpty)
    for page in pages.map({ String(decoding: $0, as: UTF8.self) }) {
        #expect(!page.contains(forged) && !page.contains(newest.sha256))
    }
    await workspace.stop()
}

@Test func `what a killed proof left is gone when the workspace is next opened, before anybody can ask for it`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    _ = try await workspace.make("north")
    for slug in Slug.synthetic { try await workspace.makeSynthetic(slug).settled() }
    // (The files as a kill leaves them.)
    let killed = try Place(copying: place)
    for slug in Slug.synthetic { #expect(Disk.isFolder(killed.scratch.path("data/\(slug)"))) }
    let next = try killed.workspace(.command)
    for slug in Slug.synthetic {
        #expect(!next.exists(slug))
        for path in ["data/\(slug)", "public/\(slug)", "keys/\(slug).sqlite"] {
            #expect(Disk.status(killed.scratch.path(path)) == nil)
        }
    }
    #expect(try next.slugs.map(\.text) == ["north"])
    await next.stop()
    await workspace.stop()
}

@Test func `the agencies of a proof are in no list, nobody can add one, and nothing of them stays`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    _ = try await workspace.make("north")
    await #expect(throws: Refusal.self) { try await workspace.make("proof-a") }
    for _ in 0..<2 {
        let agency = try await workspace.makeSynthetic(Slug.synthetic[0])
        #expect(try await agency.agency().slug.text == "proof-a")
    }
    #expect(try workspace.slugs.map(\.text) == ["north"])
    #expect(try await workspace.agencies().map(\.slug.text) == ["north"])
    try await workspace.removeSynthetic(Slug.synthetic[0])
    for folder in ["data", "keys", "public"] {
        let left = try FileManager.default.contentsOfDirectory(atPath: place.scratch.path(folder)).filter {
            $0.hasPrefix("proof-")
        }
        #expect(left == [])
    }
    // Only those can be taken away, or changed past the rules.
    try await workspace.removeSynthetic(.of("north"))
    let north = try await workspace.agency(.of("north"))
    await #expect(throws: Refusal.self) { try await north.sabotage { _ in } }
    await workspace.stop()
}
