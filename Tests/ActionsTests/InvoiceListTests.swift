import Foundation
import Model
import Records
import Testing

@testable import Actions

@Suite struct `The list of invoices` {
    private func list(_ house: House, _ query: [String: String] = [:]) async throws -> InvoiceList {
        try await house.agency.invoices(house.olga, InvoiceFilter { query[$0] })
    }

    @Test func `is filtered by state, text and client, and adds up what it shows`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let second = try await house.issued()
        _ = try await house.pay(second, "242")
        func numbers(_ query: [String: String]) async throws -> [String] {
            try await list(house, query).rows.map(\.invoice.number)
        }
        #expect(try await numbers([:]) == ["", "INV-2026-0002", "INV-2026-0001"])
        #expect(try await numbers(["state": "draft"]) == [""])
        #expect(try await numbers(["state": "open"]) == ["INV-2026-0001"])
        #expect(try await numbers(["state": "overdue"]) == [])
        #expect(try await numbers(["state": "paid"]) == ["INV-2026-0002"])
        #expect(try await numbers(["state": "nonsense", "sort": "-nothing", "page": "x", "client": "É"]).count == 3)
        #expect(try await numbers(["q": "inv-2026-0002"]) == ["INV-2026-0002"])
        #expect(try await numbers(["q": "ÁCME & sons"]).count == 3)
        #expect(try await numbers(["client": "beta"]) == [])
        #expect(try await numbers(["sort": "number"]) == ["", "INV-2026-0001", "INV-2026-0002"])
        #expect(try await numbers(["sort": "-owed"]).first == "INV-2026-0001")
        let totals = try await list(house).totals
        #expect(totals.map(\.count) == [2] && totals.map(\.total) == [48_400] && totals.map(\.owed) == [24_200])
        // A month later the first one is overdue.
        house.place.clock.advance(seconds: 30 * 86_400)
        #expect(try await numbers(["state": "overdue"]) == ["INV-2026-0001"])
        #expect(try await numbers(["state": "open"]) == ["INV-2026-0001"])
    }

    @Test func `has pages, and the last one when a later one is asked for`() async throws {
        let house = try await House()
        for _ in 0..<51 { _ = try await house.draft() }
        let first = try await list(house, ["state": "draft"])
        #expect(first.rows.count == 50 && first.pages == 2 && first.count == 52)
        let last = try await list(house, ["state": "draft", "page": "99"])
        #expect(last.page == 2 && last.rows.count == 2)
        #expect(Set(first.rows.map(\.invoice.id)).isDisjoint(with: last.rows.map(\.invoice.id)))
    }

    @Test func `goes into a spreadsheet without becoming a formula`() async throws {
        let house = try await House()
        var evil = house.small.acme
        evil.name = "=HYPERLINK(\"http://x.example\",\"a\")"
        _ = try await house.agency.change { [evil] connection, _ in try connection.update(evil) }
        let text = String(
            decoding: try await house.agency.invoicesCSV(house.olga, InvoiceFilter(state: .open)), as: UTF8.self)
        let lines = text.split(separator: "\r\n").map(String.init)
        #expect(lines.count == 2)
        #expect(
            lines.last
                == "INV-2026-0001,invoice,acme,\"'=HYPERLINK(\"\"http://x.example\"\",\"\"a\"\")\",2026-03-01,2026-03-20,open,EUR,200.00,42.00,242.00,0.00,0.00,242.00"
        )
        #expect(try await house.log().contains("invoices.export"))
    }

    @Test func `a statement is for those who see the client's invoices`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        _ = try await house.pay(invoice, "42")
        let (anna, ben) = (house.small.session(house.small.anna), house.small.session(house.small.ben))
        let (from, to): (Day, Day) = (.of("2026-03-10"), .of("2026-03-31"))
        for session in [anna, house.olga] {
            let account = try #require(
                try await house.agency.statement(session, client: .of("acme"), from: from, to: to).statement.accounts.first)
            #expect(account.opening == 24_200 && account.closing == 44_200)
            #expect(account.entries.map(\.amount) == [24_200, -4_200])
        }
        for (session, client) in [(ben, "acme"), (ben, "beta"), (anna, "beta"), (anna, "none")] {
            #expect(
                await refusal { try await house.agency.statement(session, client: .of(client), from: from, to: to) }
                    == "notFound refusal.not-found")
        }
    }
}
