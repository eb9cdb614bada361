import Foundation
import Model
import Records
import Site
import TestKit
import Testing

@testable import Actions

@Suite struct `Versions of a privacy policy` {
    /// An agency with people, and a folder in which its own policy is written.
    private struct House {
        let place: Place
        let agency: OpenAgency
        let small: SmallAgency

        init() async throws {
            place = try Place()
            agency = try await place.workspace().make("north")
            small = try await SmallAgency(agency)
            try await agency.advancePolicies()
        }

        func write(_ text: String) throws {
            let folder = place.scratch.path("content/north")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("---\ntitle: Ours\n---\n\(text)\n".utf8).write(to: URL(filePath: folder + "/privacy.md"))
        }

        func announce(_ material: Bool, from: String? = nil, reason: String = "We changed it.") async throws -> PolicyVersion {
            try await agency.announce(
                PolicyAnnouncement(policy: .privacy, reason: reason, isMaterial: material, from: from.map(Day.of)), by: .operator)
        }

        /// All letters that wait are sent.
        func send() async throws {
            try await agency.records.write { connection in
                for var mail in try connection.latestMail(in: [], before: nil, limit: 50) where mail.state == .waiting {
                    mail.state = .sent
                    try connection.update(mail)
                }
            }
        }

        func page(_ name: String) async throws -> String {
            try await agency.settled()
            return String(decoding: try await agency.sharedPage(name).bytes, as: UTF8.self)
        }

        func states() async throws -> [String] {
            try await agency.policyStandings()[0].versions.map { "\($0.state.rawValue) \($0.from)" }
        }

        func log() async throws -> [String] {
            try await agency.latestAuditEntries(limit: 100).map(\.action).filter { $0.hasPrefix("policy.") }
        }
    }

    @Test func `what stands in the workspace's content now is announced, not what stood there when the program began`()
        async throws
    {
        let house = try await House()
        let folder = house.place.scratch.path("content")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for text in ["First.", "Second."] {
            try Data("---\ntitle: Platform\n---\n\(text)\n".utf8).write(to: URL(filePath: folder + "/platform.md"))
            let announced = try await house.agency.announce(
                PolicyAnnouncement(policy: .platform, reason: "It says so.", isMaterial: false, from: nil), by: .operator)
            #expect(announced.source.contains(text))
            #expect(try await house.agency.policyStandings()[1].draft == nil)
        }
    }

    private func refusal(_ work: () async throws -> some Any) async -> String {
        do {
            _ = try await work()
            return "none"
        } catch let refusal as Refusal { return "\(refusal.kind) \(refusal.word)" } catch { return "\(error)" }
    }

    @Test func `a text that somebody changes in the records is named, in whatever state it is`() async throws {
        for change: SQL in [
            "UPDATE policy_version SET source = replace(source, 'data', 'goods') WHERE policy = 'privacy'",
            // What the audit log says of it is the older.
            "UPDATE policy_version SET digest = substr(digest, 2) || substr(digest, 1, 1) WHERE policy = 'privacy'",
        ] {
            let house = try await House()
            #expect(try await house.agency.alteredPolicies() == [])
            _ = try await house.agency.records.write { connection in
                try connection.run("DROP TRIGGER policy_version_stays")
                try connection.run(change)
            }
            #expect(try await house.agency.alteredPolicies().map(\.policy) == [.privacy])
            #expect(try await house.agency.check().map(\.word).contains("problem.policy.text"))
        }
    }

    @Test func `the first is in force as it stands, and what is written later is a draft`() async throws {
        let house = try await House()
        let standings = try await house.agency.policyStandings()
        #expect(standings.map { $0.versions.map(\.state) } == [[.inForce], [.inForce]])
        #expect(standings.allSatisfy { $0.draft == nil && $0.announced == nil })
        #expect(try await house.log() == ["policy.adopt", "policy.adopt"])
        // What the page serves is the version whose digest the log has.
        let entry = try #require(try await house.agency.latestAuditEntries(limit: 100).last { $0.action == "policy.adopt" })
        #expect(try await entry.detail == "privacy \(house.agency.policy("privacy").digest)")
        try house.write("Another text.")
        let draft = try #require(try await house.agency.policyStandings()[0].draft)
        #expect(draft.count == 64)
        _ = try await house.agency.build(full: true)
        #expect(try await !house.page("privacy").contains("Another text."))
    }

    @Test func `what is not material is in force at once, and everybody is written to`() async throws {
        let house = try await House()
        try house.write("We mended a mistake.")
        #expect(await refusal { try await house.announce(false, reason: " ") } == "invalid refusal.policy.reason")
        #expect(await refusal { try await house.announce(false, from: "2026-03-09") } == "invalid refusal.policy.past")
        let version = try await house.announce(false)
        #expect(version.state == .inForce)
        #expect(try await house.states() == ["in-force 2026-03-10", "superseded 2026-11-28"])
        let page = try await house.page("privacy")
        #expect(
            page.contains("We mended a mistake.") && page.contains("March 10, 2026") && page.contains("/north/privacy/history/"))
        let letters = try await house.agency.records.read { try $0.latestMail(in: [], before: nil, limit: 50) }
        #expect(letters.filter { $0.kind == "policy-announced" }.count == 3)
        #expect(letters[0].body.contains("We changed it.") && letters[0].body.contains("/north/privacy/history/"))
        #expect(await refusal { try await house.announce(false) } == "conflict refusal.policy.same")
        #expect(try await house.log() == ["policy.activate", "policy.announce", "policy.adopt", "policy.adopt"])
    }

    @Test func `a material one has thirty days, and waits until everybody has been told`() async throws {
        let house = try await House()
        try house.write("We use it for more.")
        #expect(await refusal { try await house.announce(true, from: "2026-04-08") } == "invalid refusal.policy.soon")
        let version = try await house.announce(true)
        #expect(version.from == .of("2026-04-09") && version.state == .announced)
        // Nor does calling it something lesser bring it about, and a letter that waits has told nobody.
        #expect(await refusal { try await house.announce(false) } == "conflict refusal.policy.material")
        #expect(try await house.agency.policyStandings()[0].untold.count == 3)
        #expect(await refusal { try await house.agency.activate(.privacy, by: .operator) } == "conflict refusal.policy.early")
        #expect(try await !house.page("privacy").contains("We use it for more."))
        // A letter that failed tells nobody of anything.
        try await house.agency.records.write { connection in
            for var mail in try connection.latestMail(in: [], before: nil, limit: 50) {
                mail.state = mail.person == house.small.anna.id ? .failed : .sent
                try connection.update(mail)
            }
        }
        house.place.clock.advance(seconds: 31 * 86_400)
        #expect(await refusal { try await house.agency.activate(.privacy, by: .operator) } == "conflict refusal.policy.untold")
        #expect(try await house.agency.policyStandings()[0].untold.map(\.email) == ["anna@acme.example"])
        try await house.agency.advancePolicies()
        #expect(try await house.states().first == "announced 2026-04-09")
        // She signs in, and sees it on her start: now she has been told.
        let anna = house.small.session(house.small.anna)
        #expect(try await house.agency.policyNews(anna).map(\.id) == [version.id])
        #expect(try await house.agency.policyNews(anna).map(\.id) == [version.id])
        try await house.agency.advancePolicies()
        #expect(try await house.states().first == "in-force 2026-04-09")
        #expect(try await house.page("privacy").contains("We use it for more."))
        #expect(try await house.agency.policyNews(anna) == [])
    }

    @Test func `whoever comes later is told too, before it is in force`() async throws {
        let house = try await House()
        try house.write("We use it for more.")
        _ = try await house.announce(true)
        try await house.send()
        _ = try await house.agency.addPerson(NewPerson(email: "new@agency.example", role: .agent, name: "New"))
        #expect(try await house.agency.policyStandings()[0].untold.map(\.email) == ["new@agency.example"])
        try await house.agency.advancePolicies()
        try await house.send()
        #expect(try await house.agency.policyStandings()[0].untold.isEmpty)
        #expect(try await house.log().first == "policy.remind")
        try await house.agency.advancePolicies()
        #expect(try await house.log().filter { $0 == "policy.remind" }.count == 1)
    }

    @Test func `another announcement takes the place of one, and the page of the versions shows what differs`() async throws {
        let house = try await House()
        try house.write("We keep it. We sell nothing.")
        _ = try await house.announce(false)
        try house.write("We keep it. We sell <b>nothing</b> at all.")
        _ = try await house.announce(false, from: "2026-03-20", reason: "Clearer <i>words</i>.")
        #expect(await refusal { try await house.announce(false, from: "2026-03-20") } == "conflict refusal.policy.announced")
        _ = try await house.announce(false, from: "2026-03-25", reason: "Later.")
        #expect(
            try await house.states() == [
                "announced 2026-03-25", "superseded 2026-03-20", "in-force 2026-03-10", "superseded 2026-11-28",
            ])
        let page = try await house.page("privacy/history")
        #expect(page.contains("<del>We sell nothing.</del>") && page.contains("<ins>We sell ") && !page.contains("<b>nothing"))
        #expect(!page.contains("<del>We keep it.</del>") && !page.contains("<i>words</i>"))
        for version in try await house.agency.policyStandings().flatMap(\.versions) { #expect(page.contains(version.digest)) }
    }

    @Test func `the records themselves refuse a material one in less than thirty days, and any change of one`() async throws {
        let house = try await House()
        func insert(material: Int, from: String) async throws {
            try await house.agency.records.write { connection in
                _ = try connection.run(
                    """
                    INSERT INTO policy_version (
                        id, policy, language, state, source, digest, material, reason, announced, announced_on, in_force_from
                    ) VALUES (
                        \(from), 'privacy', 'xx', 'superseded', 'x', \(String(repeating: "0", count: 64)), \(material), 'x', 1,
                        '2026-03-10', \(from)
                    )
                    """)
            }
        }
        await #expect(throws: (any Error).self) { try await insert(material: 1, from: "2026-04-08") }
        try await insert(material: 1, from: "2026-04-09")
        try await insert(material: 0, from: "2026-03-10")
        for change in ["source = 'y'", "in_force_from = '2026-03-11'", "material = 0"] {
            await #expect(throws: (any Error).self, "\(change)") {
                try await house.agency.records.write { connection in
                    _ = try connection.run(SQL(stringLiteral: "UPDATE policy_version SET \(change)"))
                }
            }
        }
    }
}
