import Foundation
import Model
import Records
import Site
import TestKit
import Testing

@testable import Actions

@Suite struct VisitTests {
    @Test func `a message is unread for one person until that person opens the case`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let carl = try await house.contact("carl@acme.example", sees: [.cases])
        let rita = try await house.contact("rita@acme.example", sees: [.invoices])
        func unread(_ session: Session) async throws -> [Int] { try await house.agency.start(session).unread.map(\.count) }
        try await house.write(olga, "One", form: "a")
        house.place.clock.advance(seconds: 1)
        try await house.write(olga, "Two", form: "b")
        #expect(try await unread(anna) == [2])
        let start = try await house.agency.start(anna).unread
        #expect(start.first?.latest.text == "Two" && start.first?.record == .of("lease"))
        house.place.clock.advance(seconds: 1)
        _ = try await house.page(anna, "cases/lease/")
        #expect(try await unread(anna) == [], "at once, and not only when it is written")
        await house.agency.room.looks.write()
        #expect(try await unread(anna) == [])
        #expect(try await unread(carl) == [2])
        #expect(try await unread(rita) == [])
        house.place.clock.advance(seconds: 1)
        let third = try await house.write(olga, "Three", form: "c")
        #expect(try await unread(anna) == [1])
        _ = try await house.agency.withdraw(message: third.id.text, olga)
        #expect(try await unread(anna) == [])
        // One's own is no news.
        try await house.write(carl, "From Carl", form: "d")
        #expect(try await unread(carl) == [2])
        #expect(try await unread(anna) == [1])
    }

    @Test func `a page from memory counts as opened too`() async throws {
        let house = try await House()
        let agency = house.agency
        try await house.give(house.small.anna)
        let token = try await house.signIn(house.small.anna).token
        let anna = try #require(try await agency.session(token: token))
        let olga = house.small.session(house.small.olga)
        _ = try await house.page(anna, "cases/lease/")
        house.place.clock.advance(seconds: 1)
        try await house.write(olga, "One", form: "a")
        #expect(try await agency.start(anna).unread.count == 1)
        house.place.clock.advance(seconds: 1)
        #expect(agency.pageIfKept(anna, client: .of("acme"), path: "cases/lease/", in: []) != nil)
        #expect(try await agency.start(anna).unread == [])
    }

    @Test func `news are new until the visit after the one in which they were seen`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let entered = house.place.clock.now.adding(seconds: 3 * 86_400)
        let id = ID<Event>(World.uuid7(at: entered, Array(repeating: 1, count: 10)))
        func new() async throws -> [Bool] {
            let start = try await house.agency.start(anna)
            await house.agency.room.looks.write()
            // The small agency's own identities are of the real day.
            return start.news.filter { if case .event(id, _, _, _, _) = $0.what { true } else { false } }.map(\.isNew)
        }
        #expect(try await house.agency.start(anna).news.allSatisfy { !$0.isNew }, "nobody was here before")
        await house.agency.room.looks.write()
        house.place.clock.advance(seconds: 3 * 86_400)
        let (world, small) = (house.agency.world, house.small)
        try await house.agency.change { connection, journal in
            var event = small.event("Fresh", .client, world)
            event.id = id
            event.day = .of("2026-03-13")
            try connection.insert(event)
            journal.changed(.events(small.acme.id, small.lease.id))
        }
        house.place.clock.advance(seconds: 60)
        for _ in 0..<2 {
            #expect(try await new() == [true])
            house.place.clock.advance(seconds: 20 * 60)
        }
        house.place.clock.advance(seconds: 86_400)
        #expect(try await new() == [false])
    }

    @Test func `the first sign-in waits until the account was looked at; staff are not asked`() async throws {
        let house = try await House()
        for person in [house.small.anna, house.small.olga] { try await house.give(person) }
        let (anna, olga) = (
            try await house.signIn(house.small.anna).session, try await house.signIn(house.small.olga).session
        )
        for _ in 0..<2 { #expect(try await house.agency.start(anna).isNewcomer) }
        // Other looks do not end it, nor does the account of somebody else.
        house.agency.noteLook(anna)
        await house.agency.room.looks.write()
        _ = try await house.agency.ownAccount(olga)
        #expect(try await house.agency.start(anna).isNewcomer)
        _ = try await house.agency.ownAccount(anna)
        #expect(try await !house.agency.start(anna).isNewcomer)
        // Nor does a later look bring it back.
        house.agency.noteLook(anna)
        await house.agency.room.looks.write()
        #expect(try await !house.agency.start(anna).isNewcomer)
        #expect(try await !house.agency.start(olga).isNewcomer)
    }

    @Test func `a policy waits until it was read, and again when its text changes`() async throws {
        let house = try await House()
        let (anna, agency) = (house.small.session(house.small.anna), house.agency)
        func waiting() async throws -> [Start.PolicyToRead] { try await agency.start(anna).policies }
        try await agency.advancePolicies()
        #expect(try await waiting().map(\.policy) == [.privacy, .platform])
        #expect(try await agency.start(house.small.session(house.small.olga)).policies == [])
        for policy in Policy.allCases {
            let text = try await agency.policy(policy.rawValue)
            for _ in 0..<2 { try await agency.readPolicy(policy.rawValue, digest: text.digest, anna) }
        }
        #expect(try await waiting() == [])
        #expect(try await house.log(of: anna.person.id.text).filter { $0 == "policy.read" }.count == 2)
        let folder = house.place.scratch.path("content/north")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("---\ntitle: Ours\nupdated: 2026-01-01\n---\nAnother text.\n".utf8).write(
            to: URL(filePath: folder + "/privacy.md"))
        // It is a draft until it is announced.
        #expect(try await waiting() == [])
        _ = try await agency.announce(PolicyAnnouncement(policy: .privacy, reason: "Ours", isMaterial: false), by: .operator)
        #expect(try await waiting() == [Start.PolicyToRead(policy: .privacy, isChanged: true)])
        #expect(
            await refusal { try await agency.readPolicy("privacy", digest: "old", anna) } == "conflict refusal.policy.changed")
        #expect(await refusal { try await agency.readPolicy("none", digest: "x", anna) } == "notFound refusal.not-found")
        try await agency.readPolicy("privacy", digest: try await agency.policy("privacy").digest, anna)
        #expect(try await waiting() == [])
        // A text that cannot be read keeps nobody from their start.
        try Data("no title".utf8).write(to: URL(filePath: folder + "/privacy.md"))
        #expect(try await waiting() == [])
    }

    @Test func `the inbox has what clients wrote and sent since one looked, of the clients whom one may see`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        _ = try await house.agency.set([("agents_see_all", "false")])
        let agent = house.small.session(
            try await house.agency.addPerson(
                NewPerson(email: "agent@agency.example", role: .agent, name: "Al", client: .of("beta"))))
        #expect(try await house.agency.inbox(olga) == [])
        let request = try await house.ask([.init(title: "Passport copy")])
        house.place.clock.advance(seconds: 1)
        try await house.write(anna, "Hello", files: [("mine.txt", "Something of mine.\n")])
        _ = try await house.send(anna, [("a.csv", Array("a,b\n1,2\n".utf8))], for: request.papers[0])
        let inbox = try await house.agency.inbox(olga)
        #expect(inbox.map(\.messages) == [1] && inbox.first?.latest?.text == "Hello")
        #expect(inbox.first?.documents == ["mine.txt"] && inbox.first?.papers == ["a.csv"])
        #expect(try await house.agency.inbox(agent) == [])
        #expect(await refusal { try await house.agency.inbox(anna) } == "notFound refusal.not-found")
        let vera = house.small.session(
            try await house.agency.addPerson(NewPerson(email: "vera@agency.example", role: .owner, name: "Vera")))
        house.place.clock.advance(seconds: 1)
        _ = try await house.agency.staffCase(olga, client: .of("acme"), case: .of("lease"))
        #expect(try await house.agency.inbox(olga) == [])
        #expect(try await house.agency.inbox(vera).count == 1)
        let shown = house.place.clock.now
        house.place.clock.advance(seconds: 1)
        try await house.write(anna, "Later", form: "z")
        try await house.agency.seeAll(vera, until: shown)
        #expect(try await house.agency.inbox(vera).map(\.messages) == [1], "what came after the list was shown stays")
        #expect(await refusal { try await house.agency.seeAll(anna, until: shown) } == "notFound refusal.not-found")
    }
}
