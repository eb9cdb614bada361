import Foundation
import Model
import TestKit
import Testing

@testable import Site

@Suite struct ProofPageTests {
    /// Two runs: in the newer one, passwords are not as promised.
    static let proofs: [KeptProof] = [
        run(daysAgo: 0, problem: "of them not an argon2id hash: 1 where 0 is promised"), run(daysAgo: 1),
    ]

    static func run(daysAgo: Int, problem: String? = nil) -> KeptProof {
        let at = Instant(milliseconds: Int64(Demo.today.adding(days: -daysAgo).count) * 86_400_000 + 8 * 3_600_000)
        let outcomes = [
            ProofRun.Outcome(
                check: "password-hashed", problem: problem,
                seen: [ProofRun.Fact("passwords in the records of all agencies", "6")],
                milliseconds: 3),
            ProofRun.Outcome(check: "password-nowhere", problem: nil, seen: [], milliseconds: 12),
        ]
        let verdicts = [
            ProofRun.Verdict(claim: "C3", result: problem == nil ? .proved : .failing),
            ProofRun.Verdict(claim: "C24", result: .proved), ProofRun.Verdict(claim: "C7", result: .notInUse),
            ProofRun.Verdict(claim: "C35", result: .attested, until: Demo.today.text),
        ]
        return KeptProof(
            run: ProofRun(at: at, milliseconds: 900, build: "0.1.0+abc", outcomes: outcomes, verdicts: verdicts),
            sha256: String(repeating: "ab", count: 32))
    }

    private func pages(_ proofs: [KeptProof], today: Day = Demo.today, own: String? = nil) throws -> [String: RenderedPage] {
        let pages = try loadedSite().renderShared(
            agency: Demo.agency("en_GB"), content: { $0 == "privacy.md" ? own : nil }, today: today, proofs: proofs)
        return Dictionary(uniqueKeysWithValues: pages.map { ($0.path, $0) })
    }

    private func state(of sentence: String, in page: RenderedPage?) throws -> String {
        let match = try #require(page).text.firstMatch(
            of: try Regex("data-state=\"([a-z-]+)\" id=\"\(sentence)\"", as: (Substring, Substring).self))
        return try String(#require(match).1)
    }

    @Test func `nobody reads an id, and without a run every mark says so`() throws {
        let pages = try pages([])
        for name in ["privacy/index.html", "privacy/platform/index.html", "cookies/index.html"] {
            let text = try #require(pages[name]).text
            #expect(!text.contains("{P") && !text.contains("{O") && !text.contains("{K"))
            #expect(!text.unicodeScalars.contains { (0xE000...0xE0FF).contains($0.value) })
            #expect(text.contains("Not checked yet."))
            #expect(!text.contains("data-state=\"proved\" id="))
        }
    }

    @Test func `a sentence stands as the worst of what it promises, and leads there`() throws {
        let pages = try pages(Self.proofs)
        let privacy = pages["privacy/index.html"]
        #expect(try state(of: "P7", in: privacy) == "failing")
        #expect(
            try #require(privacy).text.contains("id=\"P7\" href=\"/north/privacy/proof/C3/\"")
                || privacy?.text.contains("/privacy/proof/C3/") == true)
        #expect(try state(of: "P28", in: privacy) == "proved")
        #expect(try state(of: "O10", in: pages["privacy/platform/index.html"]) == "not-in-use")
        let claim = try #require(pages["privacy/proof/C3/index.html"]).text
        #expect(claim.contains("of them not an argon2id hash: 1 where 0 is promised"))
        #expect(claim.contains("portico prove C3"))
        #expect(claim.contains(String(repeating: "ab", count: 32)))
    }

    @Test func `where the operator is the agency, no promise about its leave is proved, and the page says why`() throws {
        let verdicts = ["C7", "C11", "M25"].map { ProofRun.Verdict(claim: $0, result: .notInUse) }
        let run = ProofRun(
            at: Self.run(daysAgo: 0).run.instant, milliseconds: 1, build: "x",
            outcomes: [ProofRun.Outcome(check: "operator-asks", problem: nil, seen: [], milliseconds: 1)], verdicts: verdicts)
        let pages = try pages([KeptProof(run: run, sha256: "")])
        #expect(try state(of: "P26", in: pages["privacy/index.html"]) == "not-in-use")
        for (claim, isOwn) in [("C11", true), ("M25", true), ("C7", false)] {
            let text = try #require(pages["privacy/proof/\(claim)/index.html"]).text
            #expect(text.contains("belongs to the agency and asks nobody for leave") == isOwn)
        }
    }

    @Test func `a promise that rests on less here than in the program is failing, whatever a run found, and says what is less`()
        throws
    {
        let path = Checkout.root.appending(path: "content/claims.yaml")
        var text = try String(contentsOf: path, encoding: .utf8)
        for (old, new) in [
            ("[documents-sealed, keys-apart]", "[documents-sealed]"),
            ("C5: { kind: act, sentences: [P9, O9], checks: [client-life] }\n", ""),
        ] {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        let site = try LoadTests.load(["content/claims.yaml": text])
        let made = try site.renderShared(
            agency: Demo.agency("en_GB"), content: { _ in nil }, today: Demo.today, proofs: Self.proofs)
        let pages = Dictionary(uniqueKeysWithValues: made.map { ($0.path, $0) })
        #expect(try state(of: "P28", in: pages["privacy/index.html"]) == "failing")
        let sealed = try #require(pages["privacy/proof/C24/index.html"]).text
        #expect(sealed.contains("counts as failing: leaves out the check keys-apart."))
        let gone = try #require(pages["privacy/proof/C5/index.html"]).text
        #expect(gone.contains("counts as failing: is gone, though a text has P9, O9."))
        // Nor may it where only an agency's own text still has the sentence.
        let c6 = "C6: { kind: act, sentences: [P9], checks: [client-life] }\n"
        var files = ["content/claims.yaml": try String(contentsOf: path, encoding: .utf8).replacing(c6, with: "")]
        for name in ["privacy.md", "privacy.lt.md", "privacy.ar.md"] {
            files["content/" + name] = "---\ntitle: Ours\n---\nThis page says what we do. {P1}\n"
        }
        #expect(try LoadTests.load(files).weakened.keys.contains("C6") == false)
        files["content/north/privacy.md"] = "---\ntitle: North\n---\nWe keep contacts. {P9}\n"
        #expect(try LoadTests.load(files).weakened["C6"] == ["is gone, though a text has P9"])
        // The same claims under the same name take nothing away.
        #expect(try LoadTests.load(["content/claims.yaml": try String(contentsOf: path, encoding: .utf8)]).weakened.isEmpty)
    }

    @Test func `what was proved too long ago is out of date, and the page knows the day`() throws {
        let kept = [Self.run(daysAgo: 0)]
        let page = try #require(try pages(kept)["privacy/index.html"])
        #expect(try state(of: "P28", in: page) == "proved")
        let end = try #require(page.freshUntil)
        #expect(end == Demo.today.adding(days: 1), "the attestation ends first")
        let last = Demo.today.adding(days: 3)
        #expect(try state(of: "P28", in: try pages(kept, today: last)["privacy/index.html"]) == "proved")
        #expect(try state(of: "P28", in: try pages(kept, today: last.adding(days: 1))["privacy/index.html"]) == "stale")
        #expect(try state(of: "O29", in: try pages(kept)["privacy/platform/index.html"]) == "attested")
        #expect(try state(of: "O29", in: try pages(kept, today: end)["privacy/platform/index.html"]) == "failing")
    }

    @Test func `the figures count every claim, and hide none`() throws {
        let text = try #require(try pages(Self.proofs)["privacy/proof/index.html"]).text
        let counts = text.matches(of: /<li data-state="([a-z-]+)"><strong>(\d+)<\/strong>/).map { (String($0.1), Int($0.2) ?? 0) }
        let all = try #require(counts.first { $0.0 == "all" }).1
        #expect(all == (try loadedSite().claims.all.count))
        #expect(counts.filter { $0.0 != "all" }.map(\.1).reduce(0, +) == all)
        for claim in try loadedSite().claims.all { #expect(text.contains("/privacy/proof/\(claim.id)/\"")) }
    }

    @Test func `an agency's own text may make our promises, and no others`() throws {
        let own = "---\ntitle: Ours\n---\nPasswords are hashed. {P7}\nAnd we are nice.\n"
        let page = try #require(try pages(Self.proofs, own: own)["privacy/index.html"])
        #expect(try state(of: "P7", in: page) == "failing")
        #expect(page.text.contains("And we are nice."))
        for wrong in ["Never promised. {P999}", "Twice. {P7}\nTwice. {P7}"] {
            #expect(throws: Refusal.self) { try pages([], own: "---\ntitle: Ours\n---\n\(wrong)\n") }
        }
    }

    @Test func `another id of a sentence does not make another text`() throws {
        func digest(_ body: String) throws -> String {
            try Texts.Text("---\ntitle: T\n---\n\(body)\n", path: "t.md", language: "en", known: ["P1", "P2"]).digest
        }
        #expect(try digest("One. {P1}") == digest("One. {P2}"))
        #expect(try digest("One. {P1}") == digest("One."))
        #expect(try digest("One. {P1}") != digest("Two. {P1}"))
    }
}
