import Model
import Records
import Testing

@Suite struct InvoiceContract {
    @Test(arguments: engines) func `an invoice reads back with its lines and payments`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            var invoice = Sample.invoice(1, of: Sample.id(1))
            invoice.caseID = Sample.id(1)
            (invoice.due, invoice.series, invoice.notes) = (Sample.day("2026-04-04"), "S", "n")
            (invoice.serviceFrom, invoice.serviceTo) = (Sample.day("2026-01-01"), Sample.day("2026-01-31"))
            invoice.payments = [
                Invoice.Payment(id: Sample.id(1), day: Sample.day("2026-03-09"), amount: 5, provider: "bank", reference: "q")
            ]
            let made = invoice
            try await records.write { db in
                try db.insert(Sample.client(1))
                try db.insert(Sample.caseRecord(1, of: Sample.id(1)))
                try db.insert(made)
                for number in 2...4 { try db.insert(Sample.invoice(number, of: Sample.id(1), draft: number == 4)) }
            }
            #expect(try await records.read { try $0.invoice(made.id) } == made)
            #expect(try await records.read { try $0.invoice(of: Sample.id(1), number: "X-1") } == made)
            #expect(try await records.read { try $0.invoice(of: Sample.id(2), number: "X-1") } == nil)
            #expect(try await records.read { try $0.invoice(number: "X-1") } == made)
            #expect(try await records.read { try $0.invoice(reference: "r1") } == made)
            #expect(try await records.read { try $0.invoices(of: Sample.id(1) as ID<Case>) } == [made])
            let all = try await records.read { try $0.invoices(of: Sample.id(1) as ID<Client>) }
            #expect(all.map(\.number) == ["", "X-3", "X-2", "X-1"])
            #expect(all.allSatisfy { $0.lines.count == 2 })
            #expect(try await records.read { try $0.invoices() } == all)
            let payment = Invoice.Payment(
                id: Sample.id(2), day: Sample.day("2026-03-08"), amount: 7, provider: "cash", reference: "")
            try await records.write { try $0.insert(payment, of: made.id) }
            #expect(try await records.read { try $0.invoice(made.id)?.payments.map(\.amount) } == [7, 5])
        }
    }

    @Test(arguments: engines) func `drafts without number or reference stand side by side`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                try db.insert(Sample.client(1))
                for number in 1...2 {
                    var draft = Sample.invoice(number, of: Sample.id(1), draft: true)
                    draft.reference = ""
                    try db.insert(draft)
                }
            }
            #expect(try await records.read { try $0.invoices().map(\.reference) } == ["", ""])
        }
    }

    @Test(arguments: engines) func `an issued invoice never changes`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            var draft = Sample.invoice(1, of: Sample.id(1), draft: true)
            let first = draft
            try await records.write { db in
                try db.insert(Sample.client(1))
                try db.insert(first)
            }
            draft.lines = [Sample.line(99, 1)]
            draft.notes = "changed"
            let second = draft
            #expect(try await records.write { try $0.replaceDraft(second) })
            #expect(try await records.read { try $0.invoice(first.id) } == second)
            let issue = { @Sendable (db: any Connection) in
                try db.issue(
                    first.id, number: "A1", series: "A{n}", on: Sample.day("2026-06-07"), due: nil,
                    seller: Sample.seller, buyer: InvoiceParty(name: "Buyer"))
            }
            #expect(try await records.write(issue))
            #expect(try await records.write(issue) == false)
            #expect(try await records.write { try $0.replaceDraft(first) } == false)
            let issued = try #require(try await records.read { try $0.invoice(first.id) })
            #expect((issued.number, issued.status, issued.notes) == ("A1", .issued, "changed"))
            #expect(issued.seller == Sample.seller && issued.buyer == InvoiceParty(name: "Buyer"))
        }
    }

    @Test(arguments: engines) func `only issued credit notes count against an invoice`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            var note = Sample.invoice(2, of: Sample.id(1))
            note.credits = Sample.id(1)
            var draft = Sample.invoice(3, of: Sample.id(1), draft: true)
            draft.credits = Sample.id(1)
            let all = [Sample.invoice(1, of: Sample.id(1)), note, draft]
            try await records.write { db in
                try db.insert(Sample.client(1))
                for invoice in all { try db.insert(invoice) }
            }
            // 2 lines of 2.50 × 10.00, 21 % VAT on their sum.
            #expect(try await records.read { try $0.credited(Sample.id(1)) } == 6_050)
            #expect(try await records.read { try $0.creditNotes(against: Sample.id(1)) } == [all[1]])
            #expect(try await records.read { try $0.credited(Sample.id(2)) } == 0)
        }
    }

    @Test(arguments: engines) func `numbers are gapless under 20 parallel issues`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let series = try #require(InvoiceSeries("INV-{year}-{n:4}"))
            try await records.write { db in
                try db.insert(Sample.client(1))
                for number in 1...20 { try db.insert(Sample.invoice(number, of: Sample.id(1), draft: true)) }
            }
            await withTaskGroup(of: Void.self) { group in
                for number in 1...20 {
                    group.addTask {
                        // Every third fails after it took its number, and comes again.
                        for attempt in 1...2 where attempt == 2 || number.isMultiple(of: 3) {
                            try? await records.write { db in
                                let next = try db.nextNumber(series, year: 2026)
                                _ = try db.issue(
                                    Sample.id(number), number: next, series: series.pattern, on: Sample.day("2026-06-07"),
                                    due: nil, seller: Sample.seller, buyer: InvoiceParty(name: "Buyer"))
                                if attempt == 1 { throw Refusal(.conflict, "test") }
                            }
                        }
                    }
                }
            }
            let numbers = try await records.read { try $0.invoices().map(\.number).sorted() }
            #expect(numbers == (1...20).map { series.number(Int64($0), year: 2026) })
        }
    }

    @Test(arguments: engines) func `counting goes on after the highest imported number of the series`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let series = try #require(InvoiceSeries("INV-{year}-{n:4}"))
            try await records.write { db in
                try db.insert(Sample.client(1))
                for (index, number) in ["INV-2026-0041", "INV-2026-0007", "INV-2025-0900", "INV-2026-99x", "17"].enumerated() {
                    var invoice = Sample.invoice(index + 1, of: Sample.id(1))
                    invoice.number = number
                    try db.insert(invoice)
                }
            }
            #expect(try await records.read { try $0.hasIssued(series, year: 2026) } == false)
            #expect(try await records.read { try $0.highestNumber(series, year: 2024) } == nil)
            #expect(try await records.write { try $0.nextNumber(series, year: 2026) } == "INV-2026-0042")
            #expect(try await records.write { try $0.nextNumber(series, year: 2026) } == "INV-2026-0043")
            #expect(try await records.write { try $0.nextNumber(series, year: 2027) } == "INV-2027-0001")
            #expect(try await records.read { try $0.hasIssued(series, year: 2026) })
        }
    }

    @Test(arguments: engines) func `a number is had once in the agency`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let failure = await #expect(throws: ConstraintFailure.self) {
                try await records.write { db in
                    for number in 1...2 {
                        try db.insert(Sample.client(number))
                        var invoice = Sample.invoice(number, of: Sample.id(number))
                        invoice.number = "1"
                        try db.insert(invoice)
                    }
                }
            }
            #expect(failure?.kind == .unique)
        }
    }
}
