import Foundation
import Model
import Records
import Site
import TestKit
import Testing

@testable import Actions

/// What becomes of policies in force when their agency gets another language.
@Suite struct `Policies in another language` {
    private struct House {
        let place: Place
        let agency: OpenAgency

        init() async throws {
            place = try Place()
            agency = try await place.workspace().make("north")
            _ = try await SmallAgency(agency)
            try await agency.advancePolicies()
        }

        func write(_ text: String, _ name: String) throws {
            let folder = place.scratch.path("content/north")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("---\ntitle: Ours\n---\n\(text)\n".utf8).write(to: URL(filePath: folder + "/" + name))
        }

        func states(_ policy: Policy) async throws -> [String] {
            try await agency.policyStandings().first { $0.policy == policy }?.versions
                .map { "\($0.language) \($0.state.rawValue)" } ?? []
        }

        func letters() async throws -> [Mail] {
            try await agency.records.read { try $0.latestMail(limit: 100) }.filter { $0.kind == "policy-announced" }
        }

        func page(_ name: String) async throws -> String {
            try await agency.settled()
            return String(decoding: try await agency.sharedPage(name).bytes, as: UTF8.self)
        }

        /// All letters that wait are sent, and the thirty days go by.
        func wait() async throws {
            try await agency.records.write { connection in
                for var mail in try connection.latestMail(limit: 100) {
                    mail.state = .sent
                    try connection.update(mail)
                }
            }
            place.clock.advance(seconds: 31 * 86_400)
            try await agency.advancePolicies()
        }
    }

    @Test func `the program's own are translations of each other: they are in force at once`() async throws {
        let house = try await House()
        try await house.agency.set([("locale", "lt")])
        for policy in Policy.allCases { #expect(try await house.states(policy) == ["lt in-force", "en superseded"]) }
        #expect(try await house.letters() == [])
        let page = try await house.page("privacy")
        #expect(page.contains("<h1>Privatumas</h1>") && !page.contains("dir=\"auto\""))
        try await house.agency.set([("locale", "en_GB")])
        #expect(try await house.states(.privacy) == ["en in-force", "lt superseded", "en superseded"])
        #expect(try await house.agency.alteredPolicies() == [])
    }

    @Test func `an own text is announced, and until its day the other language holds`() async throws {
        let house = try await House()
        let before = try await house.agency.policy("privacy")
        try house.write("We use it for more.", "privacy.ar.md")
        try await house.agency.set([("locale", "ar")])
        #expect(try await house.states(.privacy) == ["ar announced", "en in-force"])
        #expect(try await house.states(.platform) == ["ar in-force", "en superseded"])
        let version = try #require(try await house.agency.policyStandings().first { $0.policy == .privacy }?.announced)
        #expect(version.isMaterial && version.from == .of("2026-04-09") && version.reason.contains("بلغة أخرى"))
        #expect(try await house.letters().count == 3)
        let page = try await house.page("privacy")
        #expect(page.contains("<div lang=\"en\" dir=\"auto\">") && !page.contains("We use it for more."))
        #expect(try await house.agency.policy("privacy").digest == before.digest)
        // It is not brought about as something lesser.
        await #expect(throws: Refusal.self) {
            try await house.agency.announce(
                PolicyAnnouncement(policy: .privacy, reason: "A mistake", isMaterial: false), by: .operator)
        }
        try await house.wait()
        #expect(try await house.states(.privacy) == ["ar in-force", "en superseded"])
        #expect(try await house.page("privacy").contains("We use it for more."))
    }

    @Test func `what was announced in the language before is superseded, and says when`() async throws {
        let house = try await House()
        try house.write("We use it for more.", "privacy.en.md")
        let first = try await house.agency.announce(
            PolicyAnnouncement(policy: .privacy, reason: "More", isMaterial: true), by: .operator)
        try house.write("Mes naudojame daugiau.", "privacy.lt.md")
        house.place.clock.advance(seconds: 3600)
        try await house.agency.set([("locale", "lt")])
        #expect(try await house.states(.privacy) == ["lt announced", "en superseded", "en in-force"])
        let ended = try await house.agency.policyStandings().flatMap(\.versions).first { $0.id == first.id }
        #expect(ended?.ended == house.place.clock.now && ended?.began == nil)
        let entries = try await house.agency.auditEntries(limit: 10_000).filter { $0.action == "policy.end" }
        #expect(entries.map(\.subject) == [first.id.text])
        try await house.wait()
        #expect(try await house.states(.privacy) == ["lt in-force", "en superseded", "en superseded"])
        #expect(try await house.agency.alteredPolicies() == [])
    }

    @Test func `a material change that another language ended is material when it comes again`() async throws {
        let house = try await House()
        try house.write("We use it for more.", "privacy.en.md")
        func announce(_ isMaterial: Bool) async throws -> PolicyVersion {
            try await house.agency.announce(
                PolicyAnnouncement(policy: .privacy, reason: "More", isMaterial: isMaterial), by: .operator)
        }
        _ = try await announce(true)
        try house.write("Mes naudojame daugiau.", "privacy.lt.md")
        for locale in ["lt", "en"] { try await house.agency.set([("locale", locale)]) }
        #expect(Set(try await house.states(.privacy)) == ["lt superseded", "en superseded", "en in-force"])
        await #expect(throws: Refusal.self) { _ = try await announce(false) }
        #expect(try await announce(true).state == .announced)
    }

    @Test func `nor is the program's own adopted where the agency's holds in another language`() async throws {
        let house = try await House()
        try house.write("We never give it away.", "privacy.en.md")
        _ = try await house.agency.announce(
            PolicyAnnouncement(policy: .privacy, reason: "Ours", isMaterial: false), by: .operator)
        try await house.agency.set([("locale", "lt")])
        #expect(try await house.states(.privacy).first == "lt announced")
        #expect(try await house.page("privacy").contains("We never give it away."))
        // Back in the language that holds, nothing is to be told.
        try await house.agency.set([("locale", "en")])
        #expect(try await house.states(.privacy).filter { $0.hasSuffix("in-force") } == ["en in-force"])
        #expect(try await house.states(.privacy).first == "lt superseded")
    }
}
