import Model

@testable import Site

/// Small records made by chance, and changes to them as actions make them.
enum RandomRecords {
    static func make(_ chance: inout Chance) -> ClientRecords {
        let cases = (1...3).map { number in
            let record = Case(
                id: Demo.id(number), client: Demo.id(2), slug: Demo.slug("case-\(number)"), title: "Case \(number)",
                status: Case.Status.allCases.randomElement(using: &chance) ?? .open, opened: day(&chance))
            let events = (0..<Int.random(in: 0...4, using: &chance)).map { event(number * 10 + $0, number, &chance) }
            let documents = (0..<Int.random(in: 0...3, using: &chance)).map { document(number * 10 + $0, number, &chance) }
            let messages = (0..<Int.random(in: 0...8, using: &chance)).map { message(number * 10 + $0, number, documents) }
            let requests = (0..<Int.random(in: 0...2, using: &chance)).map {
                request(number * 10 + $0, number, documents, &chance)
            }
            return CaseRecords(
                record: record, events: events, documents: documents, messages: messages, requests: requests)
        }
        let invoices = (1...4).map { InvoiceRecords(invoice: invoice($0, &chance)) }
        let views: Set<View> = [
            View(language: "en", rights: Rights(rawValue: Int.random(in: 0...7, using: &chance))),
            View(language: "lt", rights: .all),
        ]
        return ClientRecords(client: Demo.client(), cases: cases, invoices: invoices, views: views)
    }

    /// Changes something; tells what, as an action would, and what else changes with it.
    static func change(_ records: inout ClientRecords, _ chance: inout Chance) -> (Change, also: [Change]) {
        let client = records.client.id
        let index = Int.random(in: records.cases.indices, using: &chance)
        let caseID = records.cases[index].record.id
        let number = Int.random(in: 100...100_000, using: &chance)
        switch Int.random(in: 0...13, using: &chance) {
        case 10:
            let new = message(number, 1, records.cases[index].documents)
            records.cases[index].messages.append(new)
            return (.messages(client, caseID), [])
        case 11:
            let taken = records.cases[index].messages.indices.randomElement(using: &chance)
            if let taken {
                records.cases[index].messages[taken].text = ""
                records.cases[index].messages[taken].withdrawn = Instant(milliseconds: 1_794_700_000_000)
            }
            return (.messages(client, caseID), [])
        case 12:
            records.cases[index].requests.append(request(number, 1, records.cases[index].documents, &chance))
            return (.requests(client, caseID), [])
        case 13:
            for place in records.cases[index].requests.indices {
                records.cases[index].requests[place].papers[0].state = Paper.State.allCases.randomElement(using: &chance) ?? .open
            }
            return (.requests(client, caseID), [])
        case 0:
            records.client.name += "!"
            return (.client(client), [])
        case 1:
            records.views = [View(language: "en", rights: Rights(rawValue: Int.random(in: 0...7, using: &chance)))]
            return (.client(client), [])
        case 2:
            records.cases[index].record.title += " \(number)"
            records.cases[index].record.status = Case.Status.allCases.randomElement(using: &chance) ?? .open
            return (.caseRecord(client, caseID), [])
        case 3:
            records.cases[index].record.summary = "Summary \(number)"
            records.cases[index].record.stages = ["Begun \(number)", "Done"]
            records.cases[index].record.stage = Int64.random(in: 0...1, using: &chance)
            records.cases[index].record.due = day(&chance)
            return (.caseRecord(client, caseID), [])
        case 4, 5:
            records.cases[index].events.append(event(number, 1, &chance))
            return (.events(client, caseID), [])
        case 6:
            records.cases[index].documents.append(document(number, 1, &chance))
            return (.documents(client, caseID), [])
        case 7:
            let toggled = records.cases[index].documents.indices.randomElement(using: &chance)
            if let toggled { records.cases[index].documents[toggled].visibility = .internal }
            return (.documents(client, caseID), [])
        default: return invoiceChange(&records, number, &chance)
        }
    }

    private static func invoiceChange(
        _ records: inout ClientRecords, _ number: Int, _ chance: inout Chance
    ) -> (Change, also: [Change]) {
        let client = records.client.id
        let index = Int.random(in: records.invoices.indices, using: &chance)
        let id = records.invoices[index].invoice.id
        switch Int.random(in: 0...2, using: &chance) {
        case 0:
            records.invoices[index].invoice.payments.append(
                Demo.payment(number, "2026-11-01", 1_000, "bank", "R\(number)"))
            return (.invoice(client, id), [])
        case 1:
            var note = invoice(number, &chance)
            note.credits = id
            let gross = Currency(note.currency).flatMap { InvoiceTotals(note.lines, currency: $0)?.gross } ?? 0
            records.invoices[index].credited += note.status == .issued ? gross : 0
            let credited = records.invoices[index].invoice.number
            records.invoices.append(InvoiceRecords(invoice: note, creditsNumber: credited))
            return (.invoice(client, note.id), [.invoice(client, id)])
        default:
            let new = invoice(number, &chance)
            records.invoices.append(InvoiceRecords(invoice: new))
            return (.invoice(client, new.id), [])
        }
    }

    private static func message(_ number: Int, _ caseNumber: Int, _ documents: [Document]) -> Message {
        var message = Demo.message(
            number, number.isMultiple(of: 2) ? .staff : .client, "Author \(number)", "Text \(number)", caseNumber: caseNumber)
        message.documents = documents.prefix(1).map(\.id)
        return message
    }

    private static func request(
        _ number: Int, _ caseNumber: Int, _ documents: [Document], _ chance: inout Chance
    ) -> PaperRequest {
        let due = Bool.random(using: &chance) ? Demo.today.adding(days: Int.random(in: -9...9, using: &chance)).text : nil
        let papers = (0...Int.random(in: 0...2, using: &chance)).map { place in
            var paper = Demo.paper(
                number * 10 + place, "Paper \(place)", .pdf, Paper.State.allCases.randomElement(using: &chance) ?? .open)
            paper.documents = documents.prefix(1).map(\.id)
            return paper
        }
        return Demo.request(number, "Papers \(number)", due: due, caseNumber: caseNumber, papers)
    }

    private static func day(_ chance: inout Chance) -> Day {
        Demo.today.adding(days: -Int.random(in: 0...30, using: &chance))
    }

    private static func event(_ number: Int, _ caseNumber: Int, _ chance: inout Chance) -> Event {
        Event(
            id: Demo.id(number), caseID: Demo.id(caseNumber), day: day(&chance),
            kind: Event.Kind.allCases.randomElement(using: &chance) ?? .note, title: "Entry \(number)", body: "*body*",
            visibility: Bool.random(using: &chance) ? .client : .internal)
    }

    private static func document(_ number: Int, _ caseNumber: Int, _ chance: inout Chance) -> Document {
        Demo.document(
            number, caseNumber, "file-\(number).pdf", 1_000, .staff, Bool.random(using: &chance) ? .client : .internal)
    }

    private static func invoice(_ number: Int, _ chance: inout Chance) -> Invoice {
        let due = Bool.random(using: &chance) ? Demo.today.adding(days: Int.random(in: -20...20, using: &chance)).text : nil
        var invoice = Demo.invoice(
            number, "N-\(number)", day(&chance).text, due: due, [Demo.line(1, "Work", "1", "100")],
            currency: Bool.random(using: &chance) ? "EUR" : "USD")
        if Int.random(in: 0...3, using: &chance) == 0 {
            (invoice.status, invoice.issued) = (.draft, nil)
        }
        return invoice
    }
}
