import Model
import Records
import Testing

@testable import Actions

@Suite struct `An invoice that is issued` {
    @Test func `gets the next number, and its client sees it when the answer comes`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        #expect(invoice.number == "INV-2026-0002" && invoice.issued == .of("2026-03-10") && invoice.series == "INV-{year}-{n:4}")
        let page = try await house.page(house.small.session(house.small.anna), "invoices/INV-2026-0002/")
        #expect(page.contains("INV-2026-0002") && page.contains("€242.00"))
        #expect(try await house.log(of: invoice.id.text).contains("invoice.issue"))
    }

    @Test func `names seller and buyer as they were, whatever becomes of them`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let first = try await house.issued()
        let before = try await house.page(house.small.session(house.small.anna), "invoices/\(first.number)/")
        _ = try await house.agency.set([("legal_name", "South, UAB"), ("address", "Elsewhere 9")])
        try await house.agency.change { connection, journal in
            var client = try #require(try connection.client(first.client))
            (client.name, client.vat) = ("Renamed Ltd", "LT999999999999")
            try connection.update(client)
            journal.changed(.client(client.id))
        }
        try await house.agency.settled()
        _ = try await house.agency.build(full: true)
        let after = try await house.page(house.small.session(house.small.anna), "invoices/\(first.number)/")
        for text in ["South, UAB", "Elsewhere 9", "LT999999999999"] { #expect(!after.contains(text)) }
        let seller = try #require(first.seller)
        #expect(before.contains(seller.name) && after.contains(seller.name) && after.contains(seller.address))
        // What is issued from now on names them as they are now.
        let second = try await house.issued()
        #expect(second.seller?.name == "South, UAB" && second.buyer?.name == "Renamed Ltd")
        #expect(try await house.agency.records.read { try $0.invoice(first.id) } == first)
    }

    @Test func `needs the agency's legal name, address and country, and is told which of them is missing`() async throws {
        let house = try await House()
        _ = try await house.agency.set([("legal_name", "North, UAB")])
        let draft = try await house.draft()
        do {
            _ = try await house.issue(draft)
            Issue.record("it was issued")
        } catch let refusal as Refusal {
            #expect(refusal.word == "refusal.invoice.agency" && refusal.arguments["settings"] == "address")
        }
        #expect(try await house.agency.records.read { try $0.counter("invoice INV-2026-{n:4}") } == nil)
    }

    @Test func `needs lines, a due day that has not passed, reasons for no VAT, and the buyer's VAT code where that is asked`()
        async throws
    {
        let house = try await House()
        try await house.mayIssue()
        let abroad = ["description": "A", "quantity": "1", "price": "1", "category": "AE"]
        let cases: [(Typed, String)] = [
            (House.form([]), "refusal.invoice.no-lines"), (House.form(["due": ""]), "refusal.invoice.due"),
            (House.form(["due": "2026-03-09"]), "refusal.invoice.due-before"),
            (House.form([abroad]), "refusal.invoice.buyer-vat"),
        ]
        for (form, word) in cases {
            let draft = try await house.draft(form)
            #expect(await refusal { try await house.issue(draft) } == "invalid \(word)")
        }
        // As an import may bring it.
        var exempt = try await house.draft()
        (exempt.lines[0].taxCategory, exempt.lines[0].taxRate) = (.exempt, .of("0"))
        let kept = exempt
        _ = try await house.agency.change { connection, _ in try connection.replaceDraft(kept) }
        #expect(await refusal { try await house.issue(kept) } == "invalid refusal.invoice.exemption-line")
    }

    @Test func `has one number, whoever of two people is first`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let draft = try await house.draft()
        let answers = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<8 { group.addTask { await refusal { try await house.issue(draft) } } }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(answers.filter { $0 == nil }.count == 1)
        #expect(answers.compactMap(\.self).allSatisfy { $0 == "conflict refusal.invoice.issued" })
        #expect(try await house.issued().number == "INV-2026-0003")
    }

    @Test func `has a number of its own without a gap, when twenty are issued at once`() async throws {
        let house = try await House()
        try await house.mayIssue()
        var drafts: [Invoice] = []
        for _ in 0..<20 { drafts.append(try await house.draft()) }
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for draft in drafts { group.addTask { try await house.issue(draft).number } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(numbers == Set((2...21).map { "INV-2026-" + ($0 < 10 ? "000" : "00") + "\($0)" }))
    }

    @Test func `gives its number back when it cannot be issued after all`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let stale = try await house.draft()
        #expect(
            await refusal {
                try await house.agency.issueInvoice(house.olga, id: stale.id.text, seen: FormState("something else"))
            } == "conflict refusal.invoice.changed")
        #expect(try await house.issued().number == "INV-2026-0002")
    }

    @Test func `passes a number over that is in use already`() async throws {
        let house = try await House()
        try await house.mayIssue()
        _ = try await house.agency.set([("invoice_series", "N-{n}")])
        #expect(try await house.issued().number == "N-1")
        _ = try await house.agency.set([("invoice_series", "N-{n:1}")])
        #expect(try await house.issued().number == "N-2")
    }

    @Test func `never changes`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        let form = House.form(["state": FormState(invoice).text])
        #expect(
            await refusal { try await house.agency.changeDraft(house.olga, id: invoice.id.text, form) }
                == "conflict refusal.invoice.issued")
        #expect(
            await refusal { try await house.agency.deleteDraft(house.olga, id: invoice.id.text, seen: FormState(invoice)) }
                == "conflict refusal.invoice.issued")
        #expect(await refusal { try await house.issue(invoice) } == "conflict refusal.invoice.issued")
        #expect(try await house.agency.records.read { try $0.invoice(invoice.id) } == invoice)
    }
}
