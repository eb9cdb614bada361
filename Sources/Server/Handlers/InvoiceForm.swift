import Actions
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

extension InvoiceHandlers {
    /// The most bytes of a form of an invoice: two hundred lines with much text.
    private static let limit = 1024 * 1024

    /// GET, POST `/AGENCY/staff/invoices/new`: for whom, then a new draft.
    static func new(_ request: Request, _ staff: StaffSession) async throws -> Response {
        guard let text = staff.query["client"], !text.isEmpty else { return try await chooseClient(staff) }
        guard let client = Slug(text) else { throw Refusal(.notFound, "refusal.not-found") }
        return try await run(request, staff) {
            try await staff.agency.newInvoice(staff.session, client: client)
        } keep: { typed in
            try await staff.agency.addDraft(staff.session, client: client, typed)
        }
    }

    /// GET, POST `/AGENCY/staff/invoices/ID/edit`.
    static func edit(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let id = id(staff)
        return try await run(request, staff) {
            try await staff.agency.invoiceDraft(staff.session, id: id)
        } keep: { typed in
            try await staff.agency.changeDraft(staff.session, id: id, typed)
        }
    }

    private static func run(
        _ request: Request, _ staff: StaffSession, desk: () async throws -> InvoiceDesk,
        keep: (Typed) async throws -> Invoice
    ) async throws -> Response {
        var run = FormRun(staff)
        run.limit = limit
        return try await run.answer(request) { typed in
            InvoiceFormMaker(staff).page(try await desk(), typed)
        } take: { typed in
            if ["rows", "sum"].contains(typed.button) { return .again }
            let draft = try await keep(typed)
            return .go(to: path(staff, draft.id.text) + InvoiceDone.saved.query)
        }
    }

    private static func chooseClient(_ staff: StaffSession) async throws -> Response {
        let language = staff.signedIn.ownLanguage
        let words = staff.site.words(language)
        let clients = try await staff.agency.invoiceClients(staff.session)
        let page = InvoiceClientPage(
            frame: StaffPages.invoicesFrame(staff, current: "true"), listHref: StaffPages.invoices(staff.visitor.home),
            action: StaffPages.invoices(staff.visitor.home) + "new",
            field: .choice(
                "client", words.text("invoice.client"), "", clients.map { .init($0.slug.text, $0.name) }, isRequired: true),
            hasClients: !clients.isEmpty)
        return .page(try page.bytes(site: staff.site, language: language))
    }
}

extension Exact {
    /// With the language's own point, as people type it.
    func written(_ locale: Locale) -> String {
        text.replacing(".", with: locale.decimalSeparator ?? ".")
    }
}

/// Makes the form of a draft.
struct InvoiceFormMaker {
    /// Empty lines below the last that has something in it, and those that the button adds.
    private static let (empty, more) = (3, 5)

    let site: Site
    let language: String
    let words: Words
    let formats: Formats
    let frame: Frame
    let home: String

    init(_ staff: StaffSession) {
        let language = staff.signedIn.ownLanguage
        self.init(
            site: staff.site, language: language, agency: staff.settings,
            frame: StaffPages.invoicesFrame(staff, current: "true"), home: staff.visitor.home)
    }

    init(site: Site, language: String, agency: Agency, frame: Frame, home: String) {
        (self.site, self.language, words) = (site, language, site.words(language))
        (formats, self.frame, self.home) = (site.formats(language: language, agency: agency), frame, home)
    }

    /// - Parameter typed: what came back; nil when the form is opened.
    func page(_ desk: InvoiceDesk, _ typed: Typed?) -> InvoiceFormPage {
        let draft = desk.draft
        // The currency may be changed in the same form.
        let currency = Currency(typed?["currency"] ?? draft.currency) ?? Currency(draft.currency)
        let totals = currency.flatMap { currency in
            typed.map { $0.invoiceTotals(in: currency) } ?? InvoiceTotals(draft.lines, currency: currency)
        }
        func money(_ minor: Int64) -> String {
            currency.map { formats.money(Money(minor: minor, currency: $0)) } ?? ""
        }
        let named = StaffPages.name(draft, words)
        return InvoiceFormPage(
            frame: frame, listHref: StaffPages.invoices(home),
            title: desk.isKept ? named : words.text("staff.invoice.new"),
            lead: desk.credited.map { words.text("staff.invoice.credits", ["number": $0.number]) }
                ?? words.text("staff.invoice.for", ["client": desk.client.name]),
            form: form(desk), lines: lines(desk, typed, totals.map { $0.lines.map(money) } ?? []),
            net: money(totals?.net ?? 0), gross: money(totals?.gross ?? 0),
            taxes: (totals?.taxes ?? []).map { .init(label: label($0), amount: money($0.amount)) },
            reckoning: .init(
                script: site.assets.url("invoice.js") ?? "", locale: formats.locale.identifier(.bcp47),
                group: formats.locale.groupingSeparator ?? "", currency: currency?.code ?? "",
                digits: String(currency?.digits ?? 2), lineWord: words.text("staff.invoice.line", ["n": "#"]),
                vatWord: words.text("invoice.tax.S", ["rate": "#"])),
            linesTitle: words.text("invoice.lines"))
    }

    private func label(_ tax: InvoiceTotals.Tax) -> String {
        words.text(
            "invoice.tax.\(tax.category.rawValue)",
            tax.category == .standard ? ["rate": formats.percent(tax.rate)] : [:])
    }

    private func form(_ desk: InvoiceDesk) -> Form {
        let draft = desk.draft
        var head: [FormField] = []
        if draft.credits == nil {
            head += [
                .day(
                    "due", words.text("invoice.due"), draft.due, hint: words.text("staff.invoice.due-hint")),
                .text(
                    "currency", words.text("invoices.currency"), draft.currency, isRequired: true, most: 3, width: "short"),
            ]
        } else {
            head.append(.hidden("due", ""))
        }
        head += [
            .day("service_from", words.text("staff.invoice.from"), draft.serviceFrom),
            .day("service_to", words.text("staff.invoice.to"), draft.serviceTo),
            .choice(
                "case", words.text("staff.invoice.case"), draft.caseID?.text ?? "",
                [.init("", words.text("staff.invoice.no-case"))] + desk.cases.map { .init($0.id.text, $0.title) }),
        ]
        let notes = FormField.area(
            "notes", words.text("staff.invoice.notes"), draft.notes, hint: words.text("staff.invoice.notes-hint"),
            most: InvoiceRules.notes, rows: 3)
        var form = Form(
            [.init(fields: head), .init(fields: [notes])], buttons: [.init(words.text("staff.invoice.save"))],
            cancel: StaffPages.invoices(home) + (desk.isKept ? "\(draft.id)/" : ""), state: desk.state, key: draft.id.text)
        form.rows = ["lines": ["description", "quantity", "unit", "price", "rate", "category", "exemption"]]
        return form
    }

    // MARK: lines

    private func lines(_ desk: InvoiceDesk, _ typed: Typed?, _ nets: [String]) -> [InvoiceFormPage.Line] {
        let rate = desk.rate.map { $0.written(formats.locale) } ?? ""
        var rows: [[String: String]] = []
        if let typed {
            let names = ["description", "quantity", "unit", "price", "rate", "category", "exemption"]
            for row in 0..<((typed.rows("lines").last ?? -1) + 1) {
                rows.append(
                    Dictionary(
                        uniqueKeysWithValues: names.map { ($0, typed[RowName.text("lines", row, $0)] ?? "") }))
            }
        } else {
            rows = desk.draft.lines.map(texts)
        }
        let filled = (rows.lastIndex { !isEmpty($0) } ?? -1) + 1
        let asked = typed?.button == "rows" ? max(rows.count, filled) + Self.more : rows.count
        let count = min(max(asked, filled + Self.empty), RowName.mostRows)
        while rows.count < count { rows.append(["rate": rate, "category": "S"]) }
        var left = nets[...]
        return rows.enumerated().map { place, row in
            line(place, row, net: isEmpty(row) ? "" : left.popFirst() ?? "")
        }
    }

    private func isEmpty(_ row: [String: String]) -> Bool {
        ["description", "quantity", "unit", "price"].allSatisfy { (row[$0] ?? "").allSatisfy(\.isWhitespace) }
    }

    private func texts(_ line: Invoice.Line) -> [String: String] {
        [
            "description": line.description, "quantity": line.quantity.written(formats.locale), "unit": line.unit,
            "price": line.unitPrice.written(formats.locale), "rate": line.taxRate.written(formats.locale),
            "category": line.taxCategory.rawValue, "exemption": line.exemption,
        ]
    }

    private func line(_ place: Int, _ row: [String: String], net: String) -> InvoiceFormPage.Line {
        func name(_ field: String) -> String { RowName.text("lines", place, field) }
        func text(_ field: String, _ label: String, most: Int) -> FormField {
            .text(name(field), label, row[field] ?? "", isRequired: true, most: most)
        }
        func number(_ field: String, _ label: String) -> FormField {
            .number(name(field), label, row[field] ?? "", isRequired: true)
        }
        let categories = Invoice.TaxCategory.allCases.map { category in
            FormField.Option(
                category.rawValue,
                category == .standard
                    ? words.text("staff.invoice.standard") : words.text("invoice.tax.\(category.rawValue)"))
        }
        var fields = [
            text("description", words.text("invoice.description"), most: InvoiceRules.description),
            number("quantity", words.text("invoice.quantity")),
            text("unit", words.text("staff.invoice.unit"), most: InvoiceRules.unit),
            number("price", words.text("invoice.unit-price")), number("rate", words.text("staff.invoice.rate")),
            .choice(name("category"), words.text("staff.invoice.category"), row["category"] ?? "S", categories),
            text("exemption", words.text("staff.invoice.exemption"), most: InvoiceRules.exemption),
        ]
        let widths = ["description", "quantity", "unit", "price", "rate", "category", "exemption"]
        for place in fields.indices { fields[place].width = "line-" + widths[place] }
        return .init(legend: words.text("staff.invoice.line", ["n": String(place + 1)]), fields: fields, net: net)
    }
}
