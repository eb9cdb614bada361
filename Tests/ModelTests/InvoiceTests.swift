import Model
import Testing

@Suite struct InvoiceTests {
    private func totals(_ lines: [Invoice.Line]) throws -> InvoiceTotals? {
        let euro = try #require(Currency("EUR"))
        return InvoiceTotals(lines, currency: euro)
    }

    private func line(_ position: Int64, _ quantity: String, _ price: String, _ rate: String) throws -> Invoice.Line {
        Invoice.Line(
            id: ID("l\(position)"), position: position, description: "work", quantity: try #require(Exact(quantity)),
            unitPrice: try #require(Exact(price)), taxRate: try #require(Exact(rate)))
    }

    @Test func `VAT is rounded once a category and rate, not once a line`() throws {
        let lines = try (1...3).map { try line(Int64($0), "1", "0.03", "21") }
        let sum = try #require(try totals(lines))
        #expect(sum.net == 9)
        #expect(sum.tax == 2)  // 1.89 cents; line by line it would be 3 × 0.63 → 3
        #expect(sum.gross == 11)
    }

    @Test func `a credit note mirrors its invoice to the cent`() throws {
        let lines = [try line(1, "2.5", "80.01", "21"), try line(2, "1", "0.005", "9.00"), try line(3, "3", "33.335", "9")]
        let minus = [try line(1, "-2.5", "80.01", "21"), try line(2, "-1", "0.005", "9"), try line(3, "-3", "33.335", "9.0")]
        let sum = try #require(try totals(lines))
        let mirrored = try #require(try totals(minus))
        #expect(sum.net == -mirrored.net && sum.tax == -mirrored.tax && sum.gross == -mirrored.gross)
        #expect(sum.taxes.count == 2)  // 9 and 9.00 are one rate
        #expect(sum.taxes.first?.rate == Exact("21"))
    }

    @Test func `amounts that do not fit are refused, never wrapped`() throws {
        let lines = [try line(1, "999999999999", "999999999999", "21")]
        #expect(try totals(lines) == nil)
    }

    @Test func `what has become of an invoice follows from payments, credit notes and the day`() throws {
        var invoice = Invoice(id: ID("i"), client: ID("c"), reference: "", number: "1", currency: "EUR", status: .issued)
        invoice.due = Day("2026-03-10")
        let before = try #require(Day("2026-03-10"))
        let after = try #require(Day("2026-03-11"))
        #expect(InvoiceState(invoice, gross: 100, paid: 0, credited: 0, today: before) == .open)
        #expect(InvoiceState(invoice, gross: 100, paid: 0, credited: 0, today: after) == .overdue)
        #expect(InvoiceState(invoice, gross: 100, paid: 1, credited: 0, today: before) == .partPaid)
        #expect(InvoiceState(invoice, gross: 100, paid: 100, credited: 0, today: after) == .paid)
        #expect(InvoiceState(invoice, gross: 100, paid: 60, credited: 40, today: after) == .paid)
        #expect(InvoiceState(invoice, gross: 100, paid: 0, credited: 100, today: after) == .cancelled)
        invoice.status = .draft
        #expect(InvoiceState(invoice, gross: 100, paid: 0, credited: 0, today: after) == .draft)
    }
}
