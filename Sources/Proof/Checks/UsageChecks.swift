import Actions
import Model
import Records
import Site

extension Check {
    /// How the portal is used.
    static let usage = [
        Check("usage-counted") { lab, seen in
            let columns = try await lab.b.agency.inspect { connection in
                try connection.all("SELECT name FROM pragma_table_info('usage_event') ORDER BY name") { try $0.text(0) }
            }
            try seen.expect(
                "columns of what is kept of a request", columns.joined(separator: ", "),
                is: "address, browser, day, device, feature, page, position, shortened, times")
            func counted() async throws -> Int64 { try await lab.b.agency.requestsCounted() }
            let (browser, before) = (lab.b.contact.browser, try await counted())
            try await seen.expect("a page with words in its address", browser.get("me/?q=\(lab.b.canary)").status, is: 200)
            let after = try await counted()
            try seen.expect("requests counted", after - before, is: 1)
            let words = lab.b.canary
            let kept = try await lab.b.agency.inspect { connection in
                try connection.one(
                    """
                    SELECT count(*) FROM usage_event
                    WHERE instr(address || browser || device || page || feature, \(words)) > 0
                    """
                ) { try $0.integer(0) } ?? 0
            }
            try seen.expect("rows with those words", kept, is: 0)
            for wish in ["Sec-GPC", "DNT"] {
                let asked = try await counted()
                _ = try await browser.get("me/", [(wish, "1")])
                try seen.expect("requests counted of a browser that sends \(wish)", try await counted() - asked, is: 0)
            }
            let objected = try await browser.fill("me/account/statistics/", ["counted": "no"])
            try seen.expect("the contact objects", objected.status, is: 303)
            let settled = try await counted()
            for path in ["me/", "clients/one/"] { _ = try await browser.get(path) }
            try seen.expect("requests counted of who objects", try await counted() - settled, is: 0)
            _ = try await browser.fill("me/account/statistics/", ["counted": "yes"])
            try await age(lab, &seen)
            var (whole, small, old): (Int64, Int64, Int) = (0, 0, 0)
            let agencies = try await lab.agencies()
            for agency in agencies {
                // The rules have their turn within a day.
                let (month, end) = (try await agency.today().adding(days: -31), try await agency.today().adding(days: -91))
                let found = try await agency.inspect { connection in
                    (
                        try connection.wholeAddresses(before: month).count,
                        try connection.one("SELECT count(*) FROM usage_day WHERE times < 10") { try $0.integer(0) } ?? 0,
                        try connection.usageEventCount(before: end)
                    )
                }
                (whole, small, old) = (whole + Int64(found.0), small + found.1, old + found.2)
            }
            try seen.expectSome("agencies looked at", agencies.count)
            try seen.expect("whole addresses of more than 30 days", whole, is: 0)
            try seen.expect("requests of more than 90 days", old, is: 0)
            try seen.expect("figures of fewer than ten", small, is: 0)
        }
    ]

    /// Makes what is kept in a test agency older than 30 and then than 90 days, and lets the rules have their turn.
    private static func age(_ lab: Lab, _ seen: inout Evidence) async throws {
        let (agency, today) = (lab.b.agency, try await lab.b.agency.today())
        for (days, what) in [(31, "whole addresses"), (91, "requests")] as [(Int, String)] {
            let day = today.adding(days: -days)
            try await agency.sabotage { _ = try $0.run("UPDATE usage_event SET day = \(day)") }
            let before = try await agency.inspect { try $0.usageEventCount(before: today) }
            try seen.expectSome("requests made \(days) days old", before)
            try await agency.runRetention()
            let left = try await agency.inspect {
                days < 90 ? try $0.wholeAddresses(before: today).count : try $0.usageEventCount(before: today)
            }
            try seen.expect("\(what) that are left of them", left, is: 0)
        }
    }
}

extension OpenAgency {
    /// How many requests are counted by now, those too that are being written just now.
    func requestsCounted() async throws -> Int64 {
        _ = try await usage()
        // Every few seconds another task writes what waits: it is done when the turn comes to whoever writes next.
        try await sabotage { _ in }
        return try await inspect { connection in
            try connection.one("SELECT coalesce(sum(times), 0) FROM usage_event") { try $0.integer(0) } ?? 0
        }
    }
}
