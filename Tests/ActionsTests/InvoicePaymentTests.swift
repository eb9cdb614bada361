import Model
import Records
import Testing

@testable import Actions

@Suite struct `What is owed` {
    @Test func `goes down with payments, never below nothing, and a form sent twice is one payment`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        let key = house.agency.world.uuid()
        let first = try await house.pay(invoice, "100,00", key: key)
        #expect(try await house.pay(invoice, "100,00", key: key) == first)
        #expect(try await house.state(invoice) == .partPaid)
        #expect(await flaws { try await house.pay(invoice, "142.01") } == ["amount refusal.payment.more"])
        #expect(await flaws { try await house.pay(invoice, "0") } == ["amount form.flaw.least"])
        #expect(await flaws { try await house.pay(invoice, "1.005") } == ["amount form.flaw.places"])
        #expect(await flaws { try await house.pay(invoice, "1", day: "2026-03-11") } == ["day refusal.payment.future"])
        _ = try await house.pay(invoice, "142.00")
        #expect(try await house.state(invoice) == .paid)
        #expect(await refusal { try await house.pay(invoice, "0.01") } == "conflict refusal.payment.nothing-owed")
        let page = try await house.page(house.small.session(house.small.anna), "invoices/\(invoice.number)/")
        #expect(page.contains("R-1") && page.contains("€142.00"))
        // Another invoice's payment keeps its identity.
        #expect(await refusal { try await house.pay(house.small.open, "1", key: key) } == "usage refusal.form.malformed")
    }

    @Test func `goes up again when a payment that was a mistake is taken back; the log keeps what it said`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        let payment = try await house.pay(invoice, "242,00", key: house.agency.world.uuid())
        #expect(try await house.state(invoice) == .paid)
        for _ in 0..<2 {
            try await house.agency.takeBackPayment(house.olga, invoice: invoice.id.text, payment: payment.id.text)
        }
        #expect(try await house.agency.staffInvoice(house.olga, id: invoice.id.text).balance.owed == 24_200)
        let page = try await house.page(house.small.session(house.small.anna), "invoices/\(invoice.number)/")
        #expect(!page.contains("R-1"))
        #expect(try await house.log(of: invoice.id.text).filter { $0 == "invoice.unpay" }.count == 1)
        // Another invoice's payment is not reached through this one.
        let other = try await house.pay(house.small.open, "1", key: house.agency.world.uuid())
        try await house.agency.takeBackPayment(house.olga, invoice: invoice.id.text, payment: other.id.text)
        #expect(try await house.agency.records.read { try $0.invoice(house.small.open.id)?.payments.contains(other) } == true)
    }

    @Test func `is paid once when the last cent is sent by eight people at once`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        let paid = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { await refusal { try await house.pay(invoice, "242") } == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(paid == 1)
        #expect(try await house.agency.records.read { try $0.invoice(invoice.id)?.payments.count } == 1)
    }

    @Test func `goes down with credit notes, which together are never more than the invoice`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        let part = try await house.credit(invoice, quantity: "0.5")
        #expect(part.number == "INV-2026-0003" && part.credits == invoice.id)
        #expect(try await house.agency.staffInvoice(house.olga, id: invoice.id.text).balance.owed == 18_150)
        #expect(await refusal { try await house.credit(invoice, quantity: "1.51") } == "invalid refusal.invoice.overcredited")
        #expect(await flaws { try await house.pay(invoice, "181.51") } == ["amount refusal.payment.more"])
        let rest = try await house.credit(invoice, quantity: "1.5")
        #expect(rest.number == "INV-2026-0004")
        #expect(try await house.state(invoice) == .cancelled)
        #expect(
            await refusal { try await house.agency.creditInvoice(house.olga, id: invoice.id.text, key: World.real.uuid()) }
                == "conflict refusal.invoice.nothing-to-credit")
        // Cancelled, and still there.
        let anna = house.small.session(house.small.anna)
        #expect(try await house.page(anna, "invoices/").contains("data-state=\"cancelled\""))
        #expect(try await house.page(anna, "invoices/\(invoice.number)/").contains(part.number))
        #expect(await refusal { try await house.pay(part, "1") } == "conflict refusal.payment.nothing-owed")
    }

    @Test func `is credited by positive quantities only, of whole lines at first`() async throws {
        let house = try await House()
        try await house.mayIssue()
        let invoice = try await house.issued()
        let key = house.agency.world.uuid()
        let note = try await house.agency.creditInvoice(house.olga, id: invoice.id.text, key: key)
        #expect(try await house.agency.creditInvoice(house.olga, id: invoice.id.text, key: key) == note)
        #expect(note.lines.map(\.description) == invoice.lines.map(\.description) && note.currency == invoice.currency)
        let line = ["description": "Work", "quantity": "-1", "price": "100", "rate": "21"]
        let said = await flaws {
            try await house.agency.changeDraft(house.olga, id: note.id.text, House.form([line], ["state": FormState(note).text]))
        }
        #expect(said == ["lines[0].quantity refusal.invoice.quantity"])
        #expect(
            await refusal {
                try await house.agency.creditInvoice(house.olga, id: house.small.draft.id.text, key: World.real.uuid())
            } == "conflict refusal.invoice.nothing-to-credit")
    }
}
