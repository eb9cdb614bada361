import Model
import Testing

@Suite struct AccountStatementTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private func invoice(
        _ number: String, _ issued: String?, _ price: String, currency: String = "EUR", credits: String? = nil,
        paid: [(String, Int64)] = []
    ) throws -> Invoice {
        var invoice = Invoice(
            id: ID(number), client: ID("c"), reference: "", number: number, currency: currency,
            status: issued == nil ? .draft : .issued)
        (invoice.issued, invoice.credits) = (try issued.map(day), credits.map { ID($0) })
        invoice.lines = [
            .init(
                id: ID("l" + number), position: 1, description: "work", quantity: Exact(digits: 1, scale: 0),
                unitPrice: try #require(Exact(price)), taxRate: Exact(digits: 0, scale: 0), taxCategory: .zero)
        ]
        invoice.payments = try paid.enumerated().map {
            .init(id: ID("p\(number)\($0)"), day: try day($1.0), amount: $1.1, provider: "bank", reference: "R\($0)")
        }
        return invoice
    }

    @Test func `opening, what happened by day, and closing, for each currency by itself`() throws {
        let invoices = [
            try invoice("3", nil, "999"),
            try invoice("2", "2026-02-10", "50", paid: [("2026-03-02", 5_000)]),
            try invoice("1", "2026-01-05", "100", paid: [("2026-01-20", 4_000), ("2026-02-10", 1_000)]),
            try invoice("C", "2026-02-10", "20", credits: "1"),
            try invoice("U", "2026-02-28", "7", currency: "USD"),
            try invoice("S", "2026-03-01", "7", currency: "SEK"),
        ]
        let statement = try #require(AccountStatement(invoices, from: try day("2026-02-01"), to: try day("2026-02-28")))
        #expect(statement.accounts.map(\.currency.code) == ["EUR", "USD"])
        let euros = try #require(statement.accounts.first)
        #expect(euros.opening == 6_000)
        #expect(euros.entries.map(\.number) == ["2", "C", "1"])
        #expect(euros.entries.map(\.amount) == [5_000, -2_000, -1_000])
        #expect(euros.entries.map(\.balance) == [11_000, 9_000, 8_000])
        #expect(euros.entries.map(\.kind) == [.invoice, .creditNote, .payment(reference: "R1")])
        #expect((euros.closing, euros.invoiced, euros.credited, euros.paid) == (8_000, 5_000, 2_000, 1_000))
    }

    @Test func `one period's closing balance is the next one's opening`() throws {
        let invoices = [
            try invoice("1", "2026-01-31", "100", paid: [("2026-02-01", 4_000)]), try invoice("2", "2026-02-28", "30"),
        ]
        let january = try #require(AccountStatement(invoices, from: try day("2026-01-01"), to: try day("2026-01-31")))
        let february = try #require(AccountStatement(invoices, from: try day("2026-02-01"), to: try day("2026-02-28")))
        #expect(january.accounts.map(\.closing) == february.accounts.map(\.opening))
        #expect(february.accounts.map(\.closing) == [9_000])
    }

    @Test func `a currency in which all is settled before is not shown`() throws {
        let invoices = [try invoice("1", "2026-01-05", "10", paid: [("2026-01-06", 1_000)])]
        #expect(try #require(AccountStatement(invoices, from: try day("2026-02-01"), to: try day("2026-02-28"))).accounts.isEmpty)
    }
}
