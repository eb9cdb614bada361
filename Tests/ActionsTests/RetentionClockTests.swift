import Model
import Records
import TestKit
import Testing

@testable import Actions

/// What the rules of retention do cannot be undone, so they do not trust a clock that nothing else follows.
@Suite struct `A clock that is far ahead` {
    private let day: Int64 = 86_400

    private func isRefused(_ agency: OpenAgency) async -> Bool {
        do {
            try await agency.runRetention()
            return false
        } catch { return (error as? Refusal)?.word == "refusal.retention.clock" }
    }

    @Test func `deletes nothing, and lets no policy come into force, until somebody says that it is right`() async throws {
        let house = try await House()
        let (agency, clock) = (house.agency, house.place.clock)
        try await agency.runRetention()
        func kept() async throws -> Bool {
            try await agency.records.read { try $0.latestMail(limit: 100) }
                .contains { $0.kind == "password-changed" && !$0.body.isEmpty }
        }
        try await agency.change { [anna = house.small.anna.id] _, journal in journal.mail(.passwordChanged, to: anna) }
        // What was sent is emptied after ninety days.
        try await agency.records.write { connection in
            for var mail in try connection.latestMail(limit: 100) {
                mail.state = .sent
                try connection.update(mail)
            }
        }
        clock.advance(seconds: 3000 * day)
        // Somebody signs in by the wrong clock: that is no evidence that it is right.
        try await house.give(house.small.olga)
        _ = try await house.signIn(house.small.olga)
        #expect(await isRefused(agency))
        await #expect(throws: Refusal.self) { try await agency.tidy() }
        #expect(try await kept())
        let problems = await house.workspace.doctor().problems.filter { $0.word == "doctor.clock" }
        #expect(problems.map(\.subject) == ["north"])
        // It may be looked at what would go.
        #expect(try await agency.overdue().contains { $0.found > 0 })
        // Set right, all is as before.
        clock.advance(seconds: -3000 * day + 3600)
        #expect(await !isRefused(agency))
        #expect(await house.workspace.doctor().problems.allSatisfy { $0.word != "doctor.clock" })
        #expect(try await kept())
        // And where the workspace was at rest for so long, somebody says so, once.
        clock.advance(seconds: 3000 * day)
        #expect(await isRefused(agency))
        try await agency.runRetention(hasRested: true)
        #expect(await !isRefused(agency))
        #expect(try await !kept())
    }

    @Test func `is one that the log does not follow: forty days of rest are none, and neither are years of work`() async throws {
        let house = try await House()
        let (agency, clock) = (house.agency, house.place.clock)
        try await agency.runRetention()
        clock.advance(seconds: 40 * day)
        #expect(await !isRefused(agency))
        clock.advance(seconds: 40 * day + 1)
        #expect(await isRefused(agency))
        try await agency.runRetention(hasRested: true)
        for _ in 0..<4 {
            clock.advance(seconds: 30 * day)
            try await agency.set([("phone", "\(clock.now.milliseconds)")])
        }
        #expect(await !isRefused(agency))
    }
}
