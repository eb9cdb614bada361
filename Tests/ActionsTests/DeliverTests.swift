import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Suite struct DeliverTests {
    @Test func `without a mail server letters are files that only their owner reads, and their links are kept nowhere else`()
        async throws
    {
        let house = try await House()
        let url = try await house.agency.invite(house.small.ben.email, isMailed: true).url
        #expect(try await house.deliver() == nil)
        let mail = try #require(try await house.outbox().first)
        #expect(mail.state == .sent && mail.body.isEmpty && mail.finished != nil && mail.tries == 1)
        let path = "data/north/mail/\(mail.id).eml"
        #expect(try house.place.mode(path) == 0o600 && house.place.mode("data/north/mail") == 0o700)
        let text = try String(contentsOfFile: house.place.scratch.path(path), encoding: .utf8)
        #expect(text.contains(#"To: "Ben" <ben@beta.example>"#) && text.contains("From: \"Agency north\" <portal@localhost>"))
        let token = try #require(url.split(separator: "=").last)
        #expect(text.replacing("=\r\n", with: "").contains(token))
    }

    @Test func `letters that lie as files are gone after 90 days, and what is no letter stays`() async throws {
        let house = try await House()
        let (anna, folder) = (house.small.anna.id, house.place.scratch.path("data/north/mail"))
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
        try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: anna) }
        _ = try await house.deliver()
        try Data("mine".utf8).write(to: URL(filePath: folder + "/notes.eml"))
        house.place.clock.advance(seconds: 89 * 86_400)
        try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: anna) }
        _ = try await house.deliver()
        try await house.agency.runRetention(hasRested: true)
        #expect(try names().count == 3)
        house.place.clock.advance(seconds: 86_400 + 1)
        try await house.agency.runRetention(hasRested: true)
        let left = try #require(try await house.outbox().last).id
        #expect(try names() == ["\(left).eml", "notes.eml"])
    }

    @Test func `a letter whose link is over is not sent, nor one to somebody who was locked out`() async throws {
        let house = try await House()
        _ = try await house.agency.invite(house.small.ben.email, isMailed: true)
        house.place.clock.advance(seconds: 73 * 3600)
        #expect(try await house.deliver() == nil)
        #expect(try await house.outbox().map(\.state) == [.skipped])
        #expect(try await house.outbox().map(\.reply) == ["expired"])
        let anna = house.small.anna.id
        try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: anna) }
        try await house.agency.setDisabled(house.small.anna.email, true)
        _ = try await house.deliver()
        #expect(try await house.outbox().last?.reply == "disabled")
    }

    @Test func `what was in hand when the program ended goes out again and says so`() async throws {
        let house = try await House()
        let anna = house.small.anna.id
        try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: anna) }
        let id = try #require(try await house.outbox().first).id
        #expect(try await house.agency.records.write { try $0.beginSending(id) })
        // Nobody takes it into hand twice.
        #expect(try await !house.agency.records.write { try $0.beginSending(id) })
        _ = try await house.deliver()
        let mail = try #require(try await house.outbox().first)
        #expect(mail.state == .sent && mail.isDoubtful && mail.tries == 2 && mail.id == id)
    }

    @Test func `a server that nobody reaches is asked again later, and given up after two days`() async throws {
        let house = try await House { $0.mail.server = .init(host: "127.0.0.1", port: 1, security: .none) }
        let anna = house.small.anna.id
        try await house.agency.change { _, journal in
            journal.mail(.passwordChanged, to: anna)
            journal.mail(.secondFactorOn, to: anna)
        }
        let start = house.place.clock.now
        let next = try await house.deliver()
        // The first was tried; the second keeps its turn.
        #expect(next == start)
        var first = try #require(try await house.outbox().first)
        #expect(first.state == .waiting && first.due == start.adding(seconds: 60) && !first.reply.isEmpty && !first.isDoubtful)
        house.place.clock.advance(seconds: 2 * 86_400)
        for _ in 0..<2 { _ = try await house.deliver() }
        first = try #require(try await house.outbox().first)
        #expect(first.state == .failed && !first.body.isEmpty)
        #expect(house.agency.failedMail == 2)
        let olga = house.small.session(house.small.olga)
        let shown = try await house.agency.outbox(olga, part: .failed)
        #expect(shown.entries.map(\.mayRepeat) == [true, true] && shown.server == "127.0.0.1:1")
        try await house.agency.sendAgain(mail: first.id.text, olga)
        #expect(try await house.outbox().first?.state == .waiting)
        #expect(try await house.log().suffix(3).contains("mail.again"))
    }

    @Test func `the outbox is for owners and admins`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        #expect(await refusal { try await house.agency.outbox(anna) } == "notFound refusal.not-found")
        #expect(await refusal { try await house.agency.testMail(anna) } == "notFound refusal.not-found")
        var agent = house.small.olga
        agent.role = .agent
        let session = house.small.session(agent)
        #expect(await refusal { try await house.agency.sendAgain(mail: "x", session) } == "notFound refusal.not-found")
    }

    @Test(arguments: [
        ("portal@acme.example", "acme.example. TXT \"v=spf1 a:mail.example -all\""), ("", nil),
    ])
    func `doctor says what the sender's domain must publish, and that letters of no domain are refused`(
        _ from: String, _ record: String?
    ) async throws {
        let house = try await House {
            $0.mail.server = .init(host: "mail.example", port: 587)
            $0.mail.from = from
        }
        let findings = await house.workspace.doctor()
        let fact = findings.facts.first { $0.name == "mail.spf" }
        #expect(fact?.value.contains(record ?? "") ?? (record == nil))
        #expect(findings.problems.contains { $0.subject == "mail.from" } == (record == nil))
    }

    @Test func `texts go after 90 days, that a letter was sent is kept`() async throws {
        let house = try await House()
        let event = house.small.event("News", .client, house.agency.world)
        let client = house.small.lease.client
        try await house.agency.change { connection, journal in
            try connection.insert(event)
            journal.tell(.entered(event, of: client, by: .operator))
        }
        house.place.clock.advance(seconds: 60)
        _ = try await house.deliver()
        #expect(try await house.outbox().first?.body.contains("New entry: News") == true)
        house.place.clock.advance(seconds: 91 * 86_400)
        try await house.agency.runRetention(hasRested: true)
        let mail = try #require(try await house.outbox().first)
        #expect(mail.body.isEmpty && mail.address.isEmpty && mail.subject.isEmpty && mail.state == .sent)
    }
}

extension House {
    /// Sends what is due; when there is something next.
    func deliver() async throws -> Instant? {
        try await agency.deliver(by: Courier(agency.settings.mail, agency.egress)).next
    }
}
