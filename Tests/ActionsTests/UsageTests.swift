import Foundation
import Model
import Records
import Site
import TestKit
import Testing

@testable import Actions

@Suite struct `Figures of use` {
    private static let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148 Safari/604.1"
    fileprivate static let desk = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    /// An agency, its people, and a clock.
    private struct House {
        let place: Place
        let agency: OpenAgency
        let small: SmallAgency

        init() async throws {
            place = try Place()
            agency = try await place.workspace().make("north")
            small = try await SmallAgency(agency)
        }

        func visit(
            _ route: String, from address: String, agent: String = `Figures of use`.desk, person: ID<Person>? = nil,
            sending: Bool = false, milliseconds: Double = 3, failed: Bool = false
        ) {
            let visit = UsageVisit(route: route, isSending: sending, address: address, agent: agent, person: person)
            agency.noteUsage(failed ? nil : visit, route: route, milliseconds: milliseconds, isFailed: failed)
        }

        func events() async throws -> [String] {
            await agency.room.usage.write()
            return try await agency.records.read { connection in
                try connection.all(
                    """
                    SELECT day, address, browser, device, page, feature, times, shortened FROM usage_event
                    ORDER BY day, address, browser, device, page, feature
                    """
                ) { row in
                    try (0..<6).map { try row.text($0) }.joined(separator: "|") + "|\(try row.integer(6))|\(try row.integer(7))"
                }
            }
        }
    }

    @Test func `keep five things of a request, and those that are alike as one`() async throws {
        let house = try await House()
        for _ in 0..<3 { house.visit("/AGENCY/me/", from: "192.0.2.7", person: house.small.anna.id) }
        house.visit("/AGENCY/clients/CLIENT/documents/ID", from: "192.0.2.7", agent: Self.phone)
        house.visit("/AGENCY/clients/CLIENT/cases/CASE/messages", from: "192.0.2.7", sending: true)
        // Pictures in pages are no use of their own.
        house.visit("/AGENCY/clients/CLIENT/documents/ID/thumbnail", from: "192.0.2.7")
        #expect(
            try await house.events() == [
                "2026-03-10|192.0.2.7|Firefox|computer|/AGENCY/clients/CLIENT/cases/CASE/messages|messages.send|1|0",
                "2026-03-10|192.0.2.7|Firefox|computer|/AGENCY/me/|me|3|0",
                "2026-03-10|192.0.2.7|Safari|phone|/AGENCY/clients/CLIENT/documents/ID|documents|1|0",
            ])
        // These five classes of data, when, and how many: there is no column for anything else.
        let columns = DataMap.columns.filter { $0.table == "usage_event" }.map(\.column)
        #expect(
            Set(columns) == [
                "position", "day", "times", "shortened", "address", "browser", "device", "page", "feature",
            ])
    }

    @Test func `leave out whoever objects, at once`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        house.visit("/AGENCY/me/", from: "192.0.2.7", person: house.small.anna.id)
        // What still waits is not kept either.
        try await house.agency.object(.usage, true, anna)
        house.visit("/AGENCY/me/", from: "192.0.2.7", person: house.small.anna.id)
        #expect(try await house.events() == [])
        #expect(try await !house.agency.mayProcess(house.small.anna.id, for: .usage))
        #expect(try await house.agency.mayProcess(house.small.anna.id, for: .product))
        try await house.agency.object(.usage, true, anna)
        try await house.agency.object(.usage, false, anna)
        house.visit("/AGENCY/me/", from: "192.0.2.7", person: house.small.anna.id)
        #expect(try await house.events().count == 1)
        let entries = try await house.agency.latestAuditEntries(limit: 50).filter { $0.action == "objection.set" }
        #expect(entries.map(\.detail) == ["usage no longer objects", "usage objects"])
    }

    @Test func `tell no group below ten, today and afterwards`() async throws {
        let house = try await House()
        for one in 1...10 { for _ in 0..<2 { house.visit("/AGENCY/me/", from: "192.0.2.\(one)") } }
        for one in 1...9 { for _ in 0..<9 { house.visit("/AGENCY/cookies/", from: "192.0.2.\(one)") } }
        func lines() async throws -> [String] {
            try await house.agency.usage().lines.filter { $0.kind == .page || $0.kind == .all }
                .map { "\($0.kind) \($0.name) \($0.times.map(String.init) ?? "<10")" }
        }
        let expected = ["all  101", "page /AGENCY/cookies/ <10", "page /AGENCY/me/ 20"]
        #expect(try await lines() == expected)
        house.place.clock.advance(seconds: 86_400)
        try await house.agency.tidy()
        #expect(try await lines() == expected)
        try await house.agency.tidy()
        let smallest = try await house.agency.records.read {
            try $0.all("SELECT times FROM usage_day ORDER BY day, kind, name") { try $0.integerIfAny(0) }
        }
        #expect(smallest.count > 4 && smallest.allSatisfy { $0 ?? 10 >= 10 })
        // The table itself takes no smaller one.
        await #expect(throws: (any Error).self) {
            try await house.agency.records.write {
                _ = try $0.run("INSERT INTO usage_day (day, kind, name, times) VALUES ('2026-01-01', 'all', '', 9)")
            }
        }
    }

    @Test func `shorten addresses after thirty days and forget requests after ninety`() async throws {
        let house = try await House()
        house.visit("/AGENCY/me/", from: "192.0.2.7")
        house.visit("/AGENCY/me/", from: "192.0.2.8")
        house.visit("/AGENCY/me/", from: "2001:db8:1:2::7")
        func addresses() async throws -> [String] {
            try await house.events().map { String($0.split(separator: "|")[1]) }
        }
        _ = try await addresses()
        house.place.clock.advance(seconds: 30 * 86_400)
        try await house.agency.tidy()
        #expect(try await addresses() == ["192.0.2.7", "192.0.2.8", "2001:db8:1:2::7"])
        house.place.clock.advance(seconds: 86_400)
        try await house.agency.tidy()
        #expect(try await addresses() == ["192.0.2.0/24", "192.0.2.0/24", "2001:db8:1::/48"])
        for _ in 0..<2 {
            house.place.clock.advance(seconds: 30 * 86_400)
            try await house.agency.tidy()
        }
        #expect(try await addresses() == [])
    }

    @Test func `tell how fast pages answer, and how many broke`() async throws {
        let house = try await House()
        for index in 1...100 { house.visit("/AGENCY/me/", from: "192.0.2.\(index % 10)", milliseconds: Double(index)) }
        house.visit("/AGENCY/me/", from: "192.0.2.7", milliseconds: 5, failed: true)
        // Of one address nothing is told, however often it comes.
        for _ in 0..<50 { house.visit("/AGENCY/cookies/", from: "192.0.2.7") }
        let speeds = try await house.agency.usage().speeds
        let page = try #require(speeds.first { $0.page == "/AGENCY/me/" })
        #expect(page.times == 101 && page.failed == 1)
        // Off by a fifth at most.
        let (half, most) = (try #require(page.half), try #require(page.most))
        #expect((40...60).contains(half) && (76...114).contains(most))
        #expect(speeds.first { $0.page == "/AGENCY/cookies/" }?.half == nil)
    }

    @Test func `count a browser that agreed and came again once a day`() async throws {
        let house = try await House()
        let agency = house.agency
        _ = try await agency.set([("analytics", "true")])
        let notice = agency.site.consentNotice(try await agency.agency(), language: "en").digest
        let given = try await agency.decideConsent(true, notice: notice, earlier: nil, session: nil, address: "192.0.2.7")
        let first = try await agency.today()
        #expect(try await agency.noteReturn(given.reference, lastCounted: first) == nil)
        house.place.clock.advance(seconds: 86_400)
        let second = try await agency.today()
        #expect(try await agency.noteReturn(given.reference, lastCounted: first) == second)
        #expect(try await agency.noteReturn(given.reference, lastCounted: second) == nil)
        #expect(try await agency.noteReturn("made-up", lastCounted: first) == nil)
        #expect(try await agency.usage().lines(.returning).map(\.times) == [nil])
        _ = try await agency.decideConsent(
            false, notice: notice, earlier: given.reference, session: nil, address: "192.0.2.7")
        house.place.clock.advance(seconds: 86_400)
        #expect(try await agency.noteReturn(given.reference, lastCounted: second) == nil)
    }
}
