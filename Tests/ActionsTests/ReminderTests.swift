import Model
import Records
import Testing

@testable import Actions

@Suite struct ReminderTests {
    private static let text = Array("Some text here.\n".utf8)

    @Test func `whoever can send papers is reminded three days before they are due and once when they are overdue`() async throws
    {
        let house = try await House()
        let carl = try await house.contact("carl@acme.example", sees: [.cases])
        let request = try await house.ask([.init(title: "Passport"), .init(title: "Accounts")], due: "2026-03-20")
        #expect(
            try await house.reminders(days: 20) == [
                "2026-03-17 Please send by March 20, 2026: For the guarantee",
                "2026-03-21 Was due on March 20, 2026: For the guarantee",
            ])
        #expect(try await house.log(of: request.id.text) == ["paper.ask", "paper.remind", "paper.remind"])
        #expect(try await house.outbox().allSatisfy { $0.person == house.small.anna.id || !$0.body.contains("March 20") })
        #expect(try await house.outbox().contains { $0.person == carl.person.id }, "they hear that papers are asked for")
    }

    @Test func `a reminder is in the digest of its day, and says what is true when it is read`() async throws {
        let house = try await House()
        let anna = house.small.anna.id
        try await house.agency.records.write { try $0.setMailChoice(.daily, of: anna, token: "t") }
        _ = try await house.ask([.init(title: "Passport")], due: "2026-03-13")
        #expect(
            try await house.reminders(days: 2) == ["2026-03-11 Please send by March 13, 2026: For the guarantee"])
        // The letter of the day went out at eight in Vilnius.
        #expect(try await house.outbox().first?.created == .of("2026-03-11T06:00"))
        // The 16th is a Monday: what was told on the 13th is read after the due day.
        try await house.agency.records.write { try $0.setMailChoice(.weekly, of: anna, token: "t") }
        _ = try await house.ask([.init(title: "Accounts")], title: "For the tax office", due: "2026-03-14")
        let told = try await house.reminders(days: 5)
        #expect(
            told == [
                "2026-03-16 Was due on March 14, 2026: For the tax office",
                "2026-03-16 Was due on March 13, 2026: For the guarantee",
            ])
    }

    /// Why nobody is reminded of papers.
    enum Quiet: String, CaseIterable {
        case answered, accepted, archived, lockedOut, closed, unwanted
    }

    @Test(arguments: Quiet.allCases)
    func `nobody is reminded of what is done, shut or not wanted`(_ quiet: Quiet) async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let request = try await house.ask([.init(title: "Passport")], due: "2026-03-14")
        switch quiet {
        case .answered: _ = try await house.send(anna, [("a.txt", Self.text)], for: request.papers[0])
        case .accepted:
            let state = FormState(try await house.paper(request.papers[0].id)).text
            try await house.agency.judge(
                paper: request.papers[0].id.text, Typed(["do": ["accept"], "note": [""], "state": [state]]), olga)
        case .archived: try await house.agency.archiveClient(.of("acme"), true, by: olga)
        case .lockedOut: try await house.agency.setDisabled(house.small.anna.email, true)
        case .closed: _ = try await house.agency.setStatus(olga, client: .of("acme"), case: .of("lease"), .closed)
        case .unwanted: try await house.agency.choose(.never, anna)
        }
        #expect(try await house.reminders(days: 10) == [])
        #expect(try await house.log(of: request.id.text).contains("paper.remind") == [.lockedOut, .unwanted].contains(quiet))
    }

    @Test func `a file that comes before the digest goes out takes the reminder away`() async throws {
        let house = try await House()
        let request = try await house.ask([.init(title: "Passport")], due: "2026-03-12")
        house.place.clock.advance(seconds: 20 * 3600)
        _ = try await house.agency.remindOfPapers()
        let waiting = try await house.agency.records.read { try $0.notices(of: house.small.anna.id, limit: 9) }
        #expect(waiting.map(\.kind) == ["request", "due"])
        _ = try await house.send(house.small.session(house.small.anna), [("a.txt", Self.text)], for: request.papers[0])
        #expect(try await house.reminders(days: 1) == [])
    }

    @Test func `the postman comes by every morning while something is asked for by a day, and no longer`() async throws {
        let house = try await House()
        #expect(try await house.deliver() == nil)
        let request = try await house.ask([.init(title: "Passport")], due: "2026-03-20")
        house.place.clock.advance(seconds: 60)
        _ = try await house.deliver()
        // Seven o'clock in Vilnius.
        #expect(try await house.deliver() == .of("2026-03-11T05:00"))
        _ = try await house.send(house.small.session(house.small.anna), [("a.txt", Self.text)], for: request.papers[0])
        house.place.clock.advance(seconds: 3600)
        _ = try await house.deliver()
        #expect(try await house.deliver() == nil)
    }
}

extension House {
    /// Lets days pass, an hour at a time, and gives the lines of letters that remind of papers, each with its day in Vilnius.
    fileprivate func reminders(days: Int) async throws -> [String] {
        let before = try await outbox().count
        for _ in 0..<(days * 24) {
            place.clock.advance(seconds: 3600)
            _ = try await deliver()
        }
        let zone = try await agency.agency().zone
        return try await outbox().dropFirst(before).flatMap { mail in
            mail.body.split(separator: "\n").filter { $0.contains("send by") || $0.contains("Was due") }
                .map { "\(Day(mail.created, in: zone)) \($0.dropFirst(2))" }
        }
    }
}
