import Model
import Records
import Testing

@testable import Actions

extension House {
    /// What an agency needs to issue invoices.
    func mayIssue() async throws {
        _ = try await agency.set([("legal_name", "North, UAB"), ("address", "Mill Street 1"), ("country", "LT")])
    }

    var olga: Session { small.session(small.olga) }

    /// A form of an invoice as a browser sends it.
    static func form(
        _ lines: [[String: String]] = [["description": "Work", "quantity": "2", "price": "100", "rate": "21", "category": "S"]],
        key: String = World.real.uuid(), _ more: [String: String] = [:]
    ) -> Typed {
        var texts = ["currency": "EUR", "due": "2026-03-24", "key": key]
        for (row, line) in lines.enumerated() {
            for (name, text) in line { texts[RowName.text("lines", row, name)] = text }
        }
        return Typed(texts.merging(more) { $1 }.mapValues { [$0] })
    }

    /// The same with one line, and something else in its head.
    static func form(_ more: [String: String]) -> Typed {
        form([["description": "Work", "quantity": "2", "price": "100", "rate": "21", "category": "S"]], more)
    }

    /// A draft of Acme's.
    func draft(_ form: Typed = House.form()) async throws -> Invoice {
        try await agency.addDraft(olga, client: .of("acme"), form)
    }

    func issue(_ draft: Invoice) async throws -> Invoice {
        try await agency.issueInvoice(olga, id: draft.id.text, seen: FormState(draft))
    }

    func issued() async throws -> Invoice { try await issue(try await draft()) }

    func pay(
        _ invoice: Invoice, _ amount: String, day: String = "2026-03-10", key: String = World.real.uuid()
    ) async throws -> Invoice.Payment {
        try await agency.recordPayment(
            olga, invoice: invoice.id.text,
            Typed(
                ["amount": amount, "day": day, "provider": "bank", "reference": "R-1", "key": key].mapValues { [$0] }))
    }

    /// An issued credit note, with the quantity of its one line.
    func credit(_ invoice: Invoice, quantity: String = "2") async throws -> Invoice {
        let note = try await agency.creditInvoice(olga, id: invoice.id.text, key: World.real.uuid())
        let line = ["description": "Work", "quantity": quantity, "price": "100", "rate": "21", "category": "S"]
        let changed = try await agency.changeDraft(
            olga, id: note.id.text, House.form([line], ["state": FormState(note).text, "due": ""]))
        return try await issue(changed)
    }

    func state(_ invoice: Invoice) async throws -> InvoiceState {
        try await agency.staffInvoice(olga, id: invoice.id.text).balance.state
    }
}

/// The fields that a refusal names, with their words: `lines[0].price refusal.invoice.price`.
func flaws<T>(_ work: () async throws -> T) async -> [String] {
    do {
        _ = try await work()
        return []
    } catch let refusal as Refusal {
        return refusal.fields.map { "\($0.key) \($0.value.word)" }.sorted()
    } catch {
        return ["\(error)"]
    }
}
