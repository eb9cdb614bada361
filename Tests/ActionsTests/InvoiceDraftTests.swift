import Model
import Records
import Testing

@testable import Actions

@Suite struct `Drafts of invoices` {
    @Test func `are kept as they were typed, once however often the form is sent`() async throws {
        let house = try await House()
        let form = House.form([
            ["description": "Advice", "quantity": "1,5", "unit": "h", "price": "80.10", "rate": "21", "category": "S"],
            ["description": "", "quantity": "", "unit": "", "price": "", "rate": "21", "category": "S"],
            ["description": "Abroad", "quantity": "1", "price": "1 000,00", "rate": "", "category": "AE"],
        ])
        let draft = try await house.draft(form)
        #expect(try await house.draft(form) == draft)
        #expect(draft.lines.map(\.position) == [1, 2])
        #expect(draft.lines.map(\.quantity.text) == ["1.5", "1"])
        #expect(draft.lines.map(\.unitPrice.text) == ["80.10", "1000.00"])
        #expect(draft.lines.map(\.exemption) == ["", "Reverse charge"])
        #expect(draft.number == "" && draft.status == .draft && draft.due == .of("2026-03-24"))
        #expect(try await house.log(of: draft.id.text) == ["invoice.draft"])
        #expect(try await house.agency.records.read { try $0.invoices().filter { $0.id == draft.id }.count } == 1)
    }

    @Test(arguments: [
        (["description": "", "quantity": "1", "price": "1", "rate": "21"], ["lines[0].description form.flaw.required"]),
        (["description": "A", "quantity": "-1", "price": "1", "rate": "21"], ["lines[0].quantity refusal.invoice.quantity"]),
        (["description": "A", "quantity": "0", "price": "1", "rate": "21"], ["lines[0].quantity refusal.invoice.quantity"]),
        (["description": "A", "quantity": "1", "price": "-0.01", "rate": "21"], ["lines[0].price refusal.invoice.price"]),
        (
            ["description": "A", "quantity": "x", "price": "1e3", "rate": "21"],
            ["lines[0].price form.flaw.number", "lines[0].quantity form.flaw.number"]
        ),
        (["description": "A", "quantity": "1", "price": "1", "rate": "0"], ["lines[0].rate refusal.invoice.rate-none"]),
        (["description": "A", "quantity": "1", "price": "1", "rate": ""], ["lines[0].rate form.flaw.required"]),
        (["description": "A", "quantity": "1", "price": "1", "rate": "101"], ["lines[0].rate form.flaw.most"]),
        (
            ["description": "A", "quantity": "1", "price": "1", "rate": "21", "category": "AE"],
            ["lines[0].rate refusal.invoice.rate-category"]
        ),
        (
            ["description": "A", "quantity": "1", "price": "1", "rate": "0", "category": "E"],
            ["lines[0].exemption refusal.invoice.exemption"]
        ),
        (
            ["description": "A", "quantity": "1", "price": "1", "rate": "21", "exemption": "why"],
            ["lines[0].exemption refusal.invoice.exemption-not"]
        ),
        (
            ["description": "A", "quantity": "1", "price": "1", "rate": "21", "category": "X"],
            ["lines[0].category form.flaw.choice"]
        ),
        (
            ["description": "A", "quantity": "99999999999", "price": "99999999", "rate": "21"],
            ["lines refusal.invoice.too-large"]
        ),
    ])
    func `say at the field what cannot be`(_ line: [String: String], _ expected: [String]) async throws {
        let house = try await House()
        let said = await flaws { try await house.draft(House.form([line])) }
        #expect(said == expected)
    }

    @Test func `say what is wrong with their head, and take no case of another client`() async throws {
        let house = try await House()
        let said = await flaws {
            try await house.draft(
                House.form([
                    "currency": "EURO", "due": "soon", "service_from": "2026-03-02", "service_to": "2026-03-01",
                    "case": house.small.audit.id.text,
                ]))
        }
        #expect(
            said == [
                "case form.flaw.choice", "currency form.flaw.currency", "due form.flaw.day", "service_to refusal.invoice.service",
            ])
    }

    @Test func `are changed by whoever has seen them as they are`() async throws {
        let house = try await House()
        let draft = try await house.draft()
        let seen = FormState(draft).text
        let form = House.form([["description": "More", "quantity": "3", "price": "1", "rate": "21"]], ["state": seen])
        let changed = try await house.agency.changeDraft(house.olga, id: draft.id.text, form)
        #expect(changed.lines.map(\.description) == ["More"])
        #expect(
            await refusal { try await house.agency.changeDraft(house.olga, id: draft.id.text, form) }
                == "conflict refusal.form.changed")
        #expect(
            await refusal { try await house.agency.deleteDraft(house.olga, id: draft.id.text, seen: FormState(draft)) }
                == "conflict refusal.form.changed")
        try await house.agency.deleteDraft(house.olga, id: draft.id.text, seen: FormState(changed))
        try await house.agency.deleteDraft(house.olga, id: draft.id.text, seen: FormState(changed))
        #expect(try await house.agency.records.read { try $0.invoice(draft.id) } == nil)
        #expect(try await house.log(of: draft.id.text) == ["invoice.draft", "invoice.draft", "invoice.delete"])
    }

    @Test func `never reach a client's page`() async throws {
        let house = try await House()
        _ = try await house.draft(
            House.form([["description": "SECRET line", "quantity": "1", "price": "1", "rate": "21"]], ["notes": "SECRET note"]))
        try await house.agency.settled()
        for (path, bytes) in try house.place.pages(.of("north")) {
            #expect(!String(decoding: bytes, as: UTF8.self).contains("SECRET"), "\(path)")
        }
    }

    @Test func `are for the staff of their client alone`() async throws {
        let house = try await House()
        _ = try await house.agency.set([("agents_see_all", "false")])
        let world = house.agency.world
        let agent = Person(id: world.id(), email: "agent@agency.example", name: "Ag", role: .agent)
        try await house.agency.change { [small = house.small] connection, _ in
            try connection.insert(agent)
            try connection.assign(agent.id, to: small.beta.id)
        }
        let draft = try await house.draft()
        for session in [house.small.session(agent), house.small.session(house.small.anna)] {
            let (agency, id) = (house.agency, draft.id.text)
            let state = FormState(draft)
            let answers = [
                await refusal { try await agency.staffInvoice(session, id: id) },
                await refusal { try await agency.invoiceDraft(session, id: id) },
                await refusal { try await agency.newInvoice(session, client: .of("acme")) },
                await refusal { try await agency.addDraft(session, client: .of("acme"), House.form()) },
                await refusal { try await agency.changeDraft(session, id: id, House.form(["state": state.text])) },
                await refusal { try await agency.deleteDraft(session, id: id, seen: state) },
                await refusal { try await agency.issueInvoice(session, id: id, seen: state) },
                await refusal { try await agency.creditInvoice(session, id: house.small.open.id.text, key: world.uuid()) },
                await refusal {
                    try await agency.recordPayment(session, invoice: house.small.open.id.text, House.form())
                },
            ]
            #expect(answers.allSatisfy { $0 == "notFound refusal.not-found" }, "\(session.person.role) \(answers)")
        }
        let seen = try await house.agency.invoices(house.small.session(agent), InvoiceFilter())
        #expect(seen.rows.isEmpty && seen.clients.map(\.slug.text) == ["beta"])
        #expect(await refusal { try await house.agency.invoices(house.small.session(house.small.anna), InvoiceFilter()) } != nil)
    }
}
