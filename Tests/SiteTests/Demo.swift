import Model

@testable import Site

/// A small agency with one client that has a little of everything. What must never be seen carries a canary.
enum Demo {
    static let canary = "canary-7f3a"
    static let today = day("2026-11-22")

    static func day(_ text: String) -> Day { Day(text) ?? Day(count: 0) }
    static func slug(_ text: String) -> Slug { Slug(text) ?? slug("a") }
    static func exact(_ text: String) -> Exact { Exact(text) ?? Exact(digits: 0, scale: 0) }
    static func id<Owner>(_ number: Int) -> ID<Owner> {
        let digits = String(number)
        return ID("01934f00-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    static let site: Site? = try? Site.load(workspace: nil)

    static func agency(_ locale: String = "lt") -> Agency {
        var agency = Agency(id: id(1), slug: slug("north"), name: "North & Partners")
        agency.legalName = "UAB „North & Partners“"
        (agency.address, agency.city, agency.postcode, agency.country) = ("Gedimino pr. 20", "Vilnius", "LT-01103", "LT")
        (agency.companyCode, agency.vat) = ("304567890", "LT100012345678")
        (agency.iban, agency.bic) = ("LT121000011101001000", "HABALT22")
        (agency.email, agency.phone) = ("labas@north.example", "+370 600 00000")
        (agency.timeZone, agency.locale) = ("Europe/Vilnius", locale)
        return agency
    }

    static func client() -> Client {
        var client = Client(id: id(2), slug: slug("acme"), name: "Acme Baltic, UAB", kind: .company)
        (client.address, client.city, client.postcode, client.country) = ("Laisvės al. 5", "Kaunas", "LT-44280", "LT")
        client.vat = "LT100098765432"
        return client
    }

    static func records(views: Set<View> = [View(language: "en", rights: .all)]) -> ClientRecords {
        ClientRecords(client: client(), cases: cases(), invoices: invoices(), views: views)
    }

    // MARK: cases

    static func cases() -> [CaseRecords] {
        var lease = Case(
            id: id(10), client: id(2), slug: slug("lease"), title: "Lease of the Kaunas warehouse", status: .open,
            opened: day("2026-09-14"))
        lease.summary = """
            The landlord offers **five years**; we ask for a break after three and a cap on indexation.

            Next: the landlord's answer to our second draft.
            """
        let permit = Case(
            id: id(11), client: id(2), slug: slug("permit"), title: "Building permit, phase two", status: .waiting,
            opened: day("2026-06-02"))
        var brand = Case(
            id: id(12), client: id(2), slug: slug("brand"), title: "Trade mark “Acme Baltic”", status: .closed,
            opened: day("2025-11-03"))
        brand.closed = day("2026-04-30")
        return [
            CaseRecords(
                record: lease, events: leaseEvents(), documents: leaseDocuments(), messages: leaseMessages(),
                requests: leaseRequests()),
            CaseRecords(
                record: permit,
                events: [event(40, 11, "2026-10-05", .filing, "Application filed with the municipality", "")],
                documents: [document(60, 11, "Application.pdf", 612_000, .staff, .client)]),
            CaseRecords(
                record: brand, events: [event(41, 12, "2026-04-30", .milestone, "Registered until 2035", "")], documents: []),
        ]
    }

    private static func leaseEvents() -> [Event] {
        [
            event(30, 10, "2026-09-14", .meeting, "First meeting", "What matters: the break clause, parking, the roof."),
            event(31, 10, "2026-09-28", .note, "First draft sent", "Sent to the landlord's lawyer."),
            event(
                32, 10, "2026-10-19", .call, "Call with the landlord's lawyer", "They can live with a break after *four* years.",
                at: Instant(milliseconds: 1_792_393_800_000)),
            event(
                33, 10, "2026-11-12", .milestone, "Indexation agreed",
                "Capped at **3 %** a year.\n\n- from the second year\n- on the index of the statistics office"),
            event(34, 10, "2026-11-12", .filing, "Second draft sent", "See the document of today."),
            event(35, 10, "2026-11-13", .note, "Indexation agreed: correction", "The cap is 3.5 %, not 3 %.", corrects: 33),
            event(36, 10, "2026-11-14", .note, canary + "-title", canary + "-body", visibility: .internal),
        ]
    }

    private static func leaseMessages() -> [Message] {
        [
            message(
                90, .client, "Anna Petraitienė",
                "Is the roof ours to mend?\n\nThe landlord's page says so: https://landlord.example/roof."),
            message(91, .staff, "Jonas", "No. See the plan.", documents: [51, 53]),
            message(92, .staff, "", "", isWithdrawn: true),
        ]
    }

    private static func leaseRequests() -> [PaperRequest] {
        [
            request(
                95, "For the guarantee", due: "2026-12-05",
                [
                    paper(96, "Annual accounts", .pdf, largest: 5 << 20, hint: "Of the last two years."),
                    paper(97, "Photos of the roof", .photo, .received, documents: [52]),
                    paper(98, "Power of attorney", .pdfOrPhoto, .accepted, note: "Thank you."),
                    paper(99, canary + "-paper", .any, .withdrawn),
                ])
        ]
    }

    static func message(
        _ number: Int, _ origin: Document.Origin, _ author: String, _ text: String, documents: [Int] = [],
        caseNumber: Int = 10, isWithdrawn: Bool = false
    ) -> Message {
        let at = Instant(milliseconds: 1_794_700_000_000 + Int64(number) * 60_000)
        return Message(
            id: id(number), client: id(2), caseID: id(caseNumber), person: id(200), author: author, origin: origin, at: at,
            text: text, withdrawn: isWithdrawn ? at.adding(seconds: 60) : nil, documents: documents.map { id($0) })
    }

    static func request(_ number: Int, _ title: String, due: String?, caseNumber: Int = 10, _ papers: [Paper]) -> PaperRequest {
        PaperRequest(
            id: id(number), client: id(2), caseID: id(caseNumber), person: id(200), at: Instant(milliseconds: 1_794_700_000_000),
            title: title, due: due.map(day), papers: papers)
    }

    static func paper(
        _ number: Int, _ title: String, _ kinds: PaperKinds, _ state: Paper.State = .open, largest: Int64? = nil,
        hint: String = "", note: String = "", documents: [Int] = []
    ) -> Paper {
        Paper(
            id: id(number), request: id(95), title: title, hint: hint, kinds: kinds, largest: largest, state: state, note: note,
            documents: documents.map { id($0) })
    }

    private static func leaseDocuments() -> [Document] {
        [
            document(
                50, 10, "Lease, second draft.docx", 48_230, .staff, .client,
                type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            document(51, 10, "Sandėlio planas.pdf", 2_413_000, .client, .client),
            document(52, 10, "Photo of the roof.heic", 3_912_345, .client, .client, type: "image/heic"),
            document(53, 10, canary + ".pdf", 99, .staff, .internal),
        ]
    }

    static func event(
        _ number: Int, _ caseNumber: Int, _ day: String, _ kind: Event.Kind, _ title: String, _ body: String,
        at: Instant? = nil, visibility: Visibility = .client, corrects: Int? = nil
    ) -> Event {
        Event(
            id: id(number), caseID: id(caseNumber), day: Demo.day(day), at: at, kind: kind, title: title, body: body,
            visibility: visibility, corrects: corrects.map { id($0) })
    }

    static func document(
        _ number: Int, _ caseNumber: Int, _ name: String, _ size: Int64, _ origin: Document.Origin, _ visibility: Visibility,
        type: String = "application/pdf"
    ) -> Document {
        Document(
            id: id(number), client: id(2), caseID: id(caseNumber), name: name, type: type, size: size, sha256: [],
            origin: origin, visibility: visibility, person: nil,
            received: Instant(milliseconds: 1_794_600_000_000 + Int64(number) * 60_000), wrappedKey: [])
    }

    // MARK: invoices

    static func invoices() -> [InvoiceRecords] {
        var draft = invoice(70, canary, nil, due: nil, [line(1, canary + "-line", "1", "100")])
        draft.status = .draft
        var overdue = invoice(
            71, "INV-2026-0007", "2026-10-20", due: "2026-11-03",
            [
                line(1, "Negotiation of the lease", "8.5", "120.00", unit: "h"),
                line(2, "Court fee, paid for you", "1", "150.00", rate: "0", .outOfScope, "Paid on behalf of the client"),
                line(3, "Printed copies", "120", "0.125", rate: "9"),
            ])
        (overdue.serviceFrom, overdue.serviceTo) = (day("2026-09-14"), day("2026-10-19"))
        overdue.notes = "Thank you for paying in time."
        overdue.payments = [payment(80, "2026-10-30", 50_000, "bank", "A-1"), payment(81, "2026-11-02", 10_000, "cash", "")]
        let open = invoice(72, "INV-2026-0008", "2026-11-18", due: "2026-12-02", [line(1, "Retainer, November", "1", "450")])
        var paid = invoice(73, "INV-2026-0006", "2026-08-03", due: "2026-08-17", [line(1, "Retainer, July", "1", "450")])
        paid.payments = [payment(82, "2026-08-10", 54_450, "paysera", "P-77")]
        let cancelled = invoice(74, "INV-2026-0005", "2026-07-01", due: "2026-07-15", [line(1, "Travel", "1", "80")])
        var note = invoice(75, "CN-2026/1", "2026-07-04", due: nil, [line(1, "Travel", "1", "80")])
        note.credits = cancelled.id
        return [
            InvoiceRecords(invoice: draft), InvoiceRecords(invoice: open), InvoiceRecords(invoice: overdue),
            InvoiceRecords(invoice: paid), InvoiceRecords(invoice: note, creditsNumber: cancelled.number),
            InvoiceRecords(invoice: cancelled, credited: 9_680),
        ]
    }

    static func invoice(
        _ number: Int, _ text: String, _ issued: String?, due: String?, _ lines: [Invoice.Line], currency: String = "EUR"
    ) -> Invoice {
        var invoice = Invoice(
            id: id(number), client: id(2), reference: "", number: text, currency: currency, status: .issued)
        (invoice.issued, invoice.due, invoice.lines) = (issued.map(day), due.map(day), lines)
        return invoice
    }

    static func line(
        _ position: Int64, _ text: String, _ quantity: String, _ price: String, unit: String = "", rate: String = "21",
        _ category: Invoice.TaxCategory = .standard, _ exemption: String = ""
    ) -> Invoice.Line {
        Invoice.Line(
            id: id(900 + Int(position)), position: position, description: text, quantity: exact(quantity), unit: unit,
            unitPrice: exact(price), taxRate: exact(rate), taxCategory: category, exemption: exemption)
    }

    static func payment(_ number: Int, _ day: String, _ amount: Int64, _ provider: String, _ reference: String)
        -> Invoice.Payment
    {
        Invoice.Payment(id: id(number), day: Demo.day(day), amount: amount, provider: provider, reference: reference)
    }
}

extension RenderedPage {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The site, or the reason why it does not load.
func loadedSite() throws -> Site {
    try Demo.site ?? Site.load(workspace: nil)
}
