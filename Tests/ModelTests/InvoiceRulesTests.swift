import Model
import Testing

@Suite struct InvoiceRulesTests {
    private func invoice(_ lines: [(quantity: String, price: String)], credits: ID<Invoice>? = nil) throws -> Invoice {
        var invoice = Invoice(id: ID("i"), client: ID("c"), reference: "", number: "1", currency: "EUR", status: .issued)
        invoice.credits = credits
        invoice.lines = try lines.enumerated().map { place, line in
            Invoice.Line(
                id: ID("l\(place)"), position: Int64(place + 1), description: "work",
                quantity: try #require(Exact(line.quantity)), unitPrice: try #require(Exact(line.price)),
                taxRate: Exact(digits: 21, scale: 0))
        }
        return invoice
    }

    @Test func `an invoice has lines, amounts that fit, and a total that is not negative`() throws {
        #expect(InvoiceRules.flaw(try invoice([])) == .noLines)
        #expect(InvoiceRules.flaw(try invoice([("1", "999999999999999")])) == .tooLarge)
        #expect(InvoiceRules.flaw(try invoice([("1", "1"), ("-2", "1")])) == .sign)
        #expect(InvoiceRules.flaw(try invoice([("2", "1"), ("-1", "1")])) == nil)
        #expect(InvoiceRules.flaw(try invoice([("2", "1"), ("-1", "1")], credits: ID("o"))) == .sign)
        #expect(InvoiceRules.flaw(try invoice([("0", "1")], credits: ID("o"))) == .sign)
    }

    @Test func `nobody pays or credits more than the total`() throws {
        var one = try invoice([("1", "100")])
        one.payments = [.init(id: ID("p"), day: try #require(Day("2026-03-01")), amount: 12_100, provider: "bank", reference: "")]
        #expect(InvoiceRules.flaw(one) == nil)
        one.payments[0].amount += 1
        #expect(InvoiceRules.flaw(one) == .overpaid(paid: 12_101, total: 12_100))
        #expect(InvoiceRules.flaw(crediting: one, credited: 12_100) == nil)
        #expect(InvoiceRules.flaw(crediting: one, credited: 12_101) == .overcredited(total: 12_100))
    }

    @Test func `only the standard category has a rate, and a rate is a percentage`() throws {
        for category in Invoice.TaxCategory.allCases {
            #expect(InvoiceRules.fits(category, try #require(Exact("21"))) == (category == .standard))
            #expect(InvoiceRules.fits(category, try #require(Exact("0.00"))) == (category != .standard))
        }
        let rates = ["0": true, "100": true, "100.01": false, "-1": false, "99.999999999": true]
        for (text, isRate) in rates { #expect(InvoiceRules.isRate(try #require(Exact(text))) == isRate, "\(text)") }
    }

    @Test func `an agency that cannot issue is told which settings are missing`() {
        var agency = Agency(id: ID("a"), slug: Slug("a")!, name: "A")
        #expect(InvoiceRules.missing(agency) == ["legal_name", "address", "country"])
        (agency.legalName, agency.address) = ("A", "Street 1")
        #expect(InvoiceRules.missing(agency) == ["country"])
        agency.country = "LT"
        #expect(InvoiceRules.missing(agency).isEmpty)
    }
}
