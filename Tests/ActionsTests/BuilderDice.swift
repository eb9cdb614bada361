import Model
import Records

@testable import Actions

/// Changes as actions make them, in an order that a seed decides.
struct Dice {
    /// What can change.
    enum Kind: CaseIterable {
        case event, record, client, payment, invoice, document, rights, settings, newCase, message, request, answer, verdict,
            stage,
            archive
    }

    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }

    /// Every kind once, shuffled, and some more of any kind.
    mutating func deck(more: Int) -> [Kind] {
        var kinds = Kind.allCases
        for place in kinds.indices.dropFirst() { kinds.swapAt(place, roll(place + 1)) }
        return kinds + (0..<more).map { _ in Kind.allCases[roll(Kind.allCases.count)] }
    }

    /// Makes one change, and says which.
    mutating func change(_ kind: Kind, _ agency: OpenAgency, _ small: SmallAgency, _ step: Int) async throws -> String {
        let number = roll(1000)
        switch kind {
        case .event, .record, .stage, .newCase: try await changeCase(kind, number, step, agency, small)
        case .payment, .invoice: try await changeInvoices(kind, number, step, agency, small)
        case .message, .document: try await write(kind, number, step, agency, small)
        case .request, .answer, .verdict: try await changePapers(kind, number, step, agency, small)
        case .client, .rights, .archive: try await changeClient(kind, number, agency, small)
        case .settings:
            _ = try await agency.set([("phone", "+370 \(number)"), ("locale", number.isMultiple(of: 2) ? "lt" : "en")])
        }
        return "\(kind) \(number)"
    }

    private func changeCase(
        _ kind: Kind, _ number: Int, _ step: Int, _ agency: OpenAgency, _ small: SmallAgency
    ) async throws {
        let (world, olga) = (agency.world, small.session(small.olga))
        let (acme, lease) = (small.acme.slug, small.lease.slug)
        switch kind {
        case .event:
            try await agency.change { connection, journal in
                try connection.insert(small.event("Event \(number)", number.isMultiple(of: 2) ? .client : .internal, world))
                journal.changed(.events(small.acme.id, small.lease.id))
            }
        case .record:
            let draft = CaseDraft(try await agency.editableCase(olga, client: acme, case: lease).record)
            _ = try await agency.editCase(
                olga, client: acme, case: lease,
                Typed(
                    [
                        "title": "Lease \(number)", "summary": "Of *\(number)*", "stages": "One\nTwo\nThree", "assignee": "",
                        "due": "2026-03-1\(number % 10)", "state": FormState(draft).text,
                    ].mapValues { [$0] }))
            _ = try await agency.setStatus(olga, client: acme, case: lease, [.open, .waiting, .closed][number % 3])
        case .stage:
            let record = try await agency.editableCase(olga, client: acme, case: lease).record
            guard !record.stages.isEmpty else { return }
            _ = try await agency.setStage(olga, client: acme, case: lease, to: record.stages[number % record.stages.count])
        default:
            _ = try await agency.createCase(
                olga, client: small.beta.slug,
                Typed(
                    [
                        "title": "Case \(step) \(number)", "summary": "", "stages": "A\nB", "key": world.uuid(),
                        "papers-title": "Papers \(number)", "papers[0].title": number.isMultiple(of: 2) ? "Passport" : "",
                        "papers[0].kinds": "pdf",
                    ].mapValues { [$0] }))
        }
    }

    private func changeInvoices(
        _ kind: Kind, _ number: Int, _ step: Int, _ agency: OpenAgency, _ small: SmallAgency
    ) async throws {
        let world = agency.world
        if kind == .payment {
            try await agency.change { connection, journal in
                let payment = Invoice.Payment(
                    id: world.id(), day: .of("2026-03-05"), amount: Int64(number + 1), provider: "bank", reference: "")
                try connection.insert(payment, of: small.open.id)
                journal.changed(.invoice(small.acme.id, small.open.id))
            }
        } else {
            let invoice = SmallAgency.invoice(
                world, small.acme, number: "X-\(step)-\(number)", due: "2026-03-\(10 + number % 20)")
            try await agency.change { connection, journal in
                try connection.insert(invoice)
                journal.changed(.invoice(small.acme.id, invoice.id))
            }
        }
    }

    /// A letter with a file, taken back or not; a document, published or not.
    private func write(
        _ kind: Kind, _ number: Int, _ step: Int, _ agency: OpenAgency, _ small: SmallAgency
    ) async throws {
        let olga = small.session(small.olga)
        if kind == .message {
            let letter = try await agency.beginLetter(olga, client: small.acme.slug, case: small.lease.slug)
            try await letter.attach(name: "with-\(number).txt", bytes: Pieces("With \(step) \(number)\n"))
            let message = try await letter.send("Message \(number)", form: "\(step)")
            if number.isMultiple(of: 2) { _ = try await agency.withdraw(message: message.id.text, olga) }
        } else {
            let document = try await agency.keep(
                "Text \(step) \(number)\n", named: "note-\(number).txt", on: small.lease, .client)
            guard number.isMultiple(of: 2) else { return }
            _ = try await agency.unpublish(document: document.id.text, by: olga.actor, session: olga)
        }
    }

    private func changePapers(
        _ kind: Kind, _ number: Int, _ step: Int, _ agency: OpenAgency, _ small: SmallAgency
    ) async throws {
        let (olga, acme, lease) = (small.session(small.olga), small.acme.slug, small.lease.slug)
        func ask() async throws -> [Paper] {
            try await agency.ask(
                for: NewPaperRequest(
                    title: "Request \(number)", due: .of("2026-03-\(10 + number % 20)"),
                    papers: [.init(title: "First \(number)"), .init(title: "Second", hint: "Mind", largest: 1 << 20)]),
                id: agency.world.id(), client: acme, case: lease, olga
            ).papers
        }
        if kind == .request {
            _ = try await ask()
            return
        }
        var papers = try await agency.records.read { try $0.paperRequests(of: small.lease.id).flatMap(\.papers) }
        if papers.isEmpty { papers = try await ask() }
        let paper = papers[number % papers.count]
        if kind == .verdict {
            let verdict = PaperVerdict.allCases[number % 3]
            _ = try await agency.judge(
                paper: paper.id.text,
                Typed(["do": [verdict.rawValue], "note": ["Note \(number)"], "state": [FormState(paper).text]]), olga)
        } else if paper.state == .open || paper.state == .received {
            let upload = try await agency.beginUpload(olga, client: acme, case: lease, visibility: nil, paper: paper.id.text)
            try await upload.receive(name: "answer-\(number).txt", bytes: Pieces("Answer \(step) \(number)\n"))
            _ = try await upload.finish()
        }
    }

    private func changeClient(_ kind: Kind, _ number: Int, _ agency: OpenAgency, _ small: SmallAgency) async throws {
        switch kind {
        case .client:
            try await agency.change { connection, journal in
                var client = small.acme
                client.name = "Acme \(number)"
                try connection.update(client)
                journal.changed(.client(small.acme.id))
            }
        case .archive: try await agency.archiveClient(small.beta.slug, number.isMultiple(of: 2), by: small.session(small.olga))
        default:
            try await agency.change { connection, journal in
                var contact = try connection.contacts(of: small.acme.id)[0]
                contact.sees = Rights(rawValue: number % 8)
                contact.language = number.isMultiple(of: 2) ? "lt" : "en"
                try connection.update(contact)
                journal.withdraws(.client(small.acme.id))
            }
        }
    }
}
