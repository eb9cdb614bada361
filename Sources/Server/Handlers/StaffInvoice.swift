import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

extension InvoiceHandlers {
    /// GET `/AGENCY/staff/invoices/ID/`.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let found = try await staff.agency.staffInvoice(staff.session, id: id(staff))
        return try shown(found, staff, done: staff.query["done"].flatMap(InvoiceDone.init))
    }

    /// POST `/AGENCY/staff/invoices/ID/payments`: money came in.
    static func pay(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let id = id(staff)
        return try await FormRun(staff).answer(request) { _ in
            try StaffInvoiceMaker(staff).page(try await staff.agency.staffInvoice(staff.session, id: id))
        } take: { typed in
            _ = try await staff.agency.recordPayment(staff.session, invoice: id, typed)
            return .go(to: path(staff, id) + InvoiceDone.paid.query)
        }
    }

    /// POST `/AGENCY/staff/invoices/ID/issue`: the draft gets its number.
    static func issue(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await act(request, staff, "state") { id, seen in
            _ = try await staff.agency.issueInvoice(staff.session, id: id, seen: FormState(sent: seen))
            return path(staff, id) + InvoiceDone.issued.query
        }
    }

    /// POST `/AGENCY/staff/invoices/ID/delete`: the draft goes.
    static func delete(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await act(request, staff, "state") { id, seen in
            try await staff.agency.deleteDraft(staff.session, id: id, seen: FormState(sent: seen))
            return StaffPages.invoices(staff.visitor.home) + InvoiceDone.deleted.query
        }
    }

    /// POST `/AGENCY/staff/invoices/ID/credit`: begins a credit note, and on to its form.
    static func credit(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await act(request, staff, "key") { id, key in
            let note = try await staff.agency.creditInvoice(staff.session, id: id, key: key)
            return path(staff, note.id.text) + "edit"
        }
    }

    /// POST `/AGENCY/staff/invoices/ID/take-back`: a payment was recorded by mistake.
    static func takeBack(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await act(request, staff, "payment") { id, payment in
            try await staff.agency.takeBackPayment(staff.session, invoice: id, payment: payment)
            return path(staff, id) + InvoiceDone.unpaid.query
        }
    }

    /// Does something with an invoice; what stands in the way is said on its page.
    private static func act(
        _ request: Request, _ staff: StaffSession, _ field: String,
        _ work: (_ id: String, _ value: String) async throws -> String
    ) async throws -> Response {
        let id = id(staff)
        // Without a body there is no field, and nothing that was seen.
        let value = request.headers[.contentType] == nil ? "" : try await FormBody.read(request, names: [field])[field] ?? ""
        do {
            return .redirect(to: try await work(id, value))
        } catch let refusal as Refusal where !staff.isJSON && [.invalid, .conflict].contains(refusal.kind) {
            let found = try await staff.agency.staffInvoice(staff.session, id: id)
            return try shown(found, staff, problem: refusal)
        }
    }

    private static func shown(
        _ found: StaffInvoice, _ staff: StaffSession, done: InvoiceDone? = nil, problem: Refusal? = nil
    ) throws -> Response {
        let language = staff.signedIn.ownLanguage
        let words = staff.site.words(language)
        var page = try StaffInvoiceMaker(staff).page(found)
        page.done = done?.sentence(words)
        page.problem = problem.map { words.text($0.word, $0.arguments) }
        page.hint = problem?.hint.map { words.text($0) }
        return .page(try page.bytes(site: staff.site, language: language), status: problem?.kind.status ?? .ok)
    }

    static func id(_ staff: StaffSession) -> String { staff.visitor.path.segments[3] }

    static func path(_ staff: StaffSession, _ id: String) -> String { StaffPages.invoices(staff.visitor.home) + id + "/" }
}

/// Makes the page of one invoice.
struct StaffInvoiceMaker {
    let site: Site
    let language: String
    let agency: Agency
    let frame: Frame
    /// `/AGENCY/`.
    let home: String
    /// Of the payment and of the credit note that the page's forms make.
    let paymentKey, noteKey: String

    init(_ staff: StaffSession) {
        (site, language, agency) = (staff.site, staff.signedIn.ownLanguage, staff.settings)
        (frame, home) = (StaffPages.invoicesFrame(staff, current: "true"), staff.visitor.home)
        (paymentKey, noteKey) = (staff.parts.world.uuid(), staff.parts.world.uuid())
    }

    init(site: Site, language: String, agency: Agency, frame: Frame, home: String) {
        (self.site, self.language, self.agency, self.frame, self.home) = (site, language, agency, frame, home)
        (paymentKey, noteKey) = ("p", "n")
    }

    /// - Throws: `Refusal(.failed)` when the invoice cannot be added up.
    func page(_ found: StaffInvoice) throws -> StaffInvoicePage {
        let words = site.words(language)
        let (invoice, balance) = (found.invoice, found.balance)
        let here = StaffPages.invoices(home) + invoice.id.text + "/"
        let isDraft = invoice.status == .draft
        return StaffInvoicePage(
            frame: frame, listHref: StaffPages.invoices(home), title: StaffPages.name(invoice, words),
            client: found.client.name, clientHref: StaffPages.invoices(home) + "?client=\(found.client.slug)",
            state: balance.state.rawValue, status: StaffPages.state(balance.state, words),
            sheet: try site.invoiceSheet(
                InvoiceRecords(
                    invoice: invoice, credited: balance.credited, creditsNumber: found.credited?.number),
                among: (found.creditNotes + [found.credited].compactMap(\.self)).map { InvoiceRecords(invoice: $0) },
                of: found.client, agency: agency, language: language, today: found.today),
            isDraft: isDraft, seen: found.state.text, issue: isDraft ? here + "issue" : nil,
            edit: isDraft ? here + "edit" : nil, delete: isDraft ? here + "delete" : nil,
            credit: balance.creditable > 0 ? here + "credit" : nil, creditKey: noteKey,
            // Of a client who was erased there are no pages.
            asClient: isDraft || found.client.erased != nil
                ? nil : PagePath.client(agency.slug, found.client.slug) + PagePath.invoice(invoice.number),
            form: payment(found, action: here + "payments", words), takesPayment: balance.owed > 0,
            notes: found.creditNotes.map { note($0, found, words) }, takeBack: here + "take-back",
            payments: invoice.payments.map { payment in
                let formats = site.formats(language: language, agency: agency)
                let amount = formats.money(Money(minor: payment.amount, currency: balance.currency))
                return .init(id: payment.id.text, name: amount + " · " + formats.shortDay(payment.day))
            })
    }

    private func payment(_ found: StaffInvoice, action: String, _ words: Words) -> Form {
        let balance = found.balance
        let formats = site.formats(language: language, agency: agency)
        let owed = Exact(digits: balance.owed, scale: balance.currency.digits)
        let providers = ["bank", "card", "cash", "paysera"].map {
            FormField.Option($0, words.text("invoice.provider.\($0)"))
        }
        var form = Form(
            [
                .init(
                    fields: [
                        .number(
                            "amount", words.text("staff.payment.amount", ["currency": balance.currency.code]),
                            owed.written(formats.locale), isRequired: true),
                        .day("day", words.text("staff.payment.day"), found.today, isRequired: true),
                        .choice(
                            "provider", words.text("invoice.paid-by"), "bank", providers, isRequired: true, width: "half"),
                        .text(
                            "reference", words.text("staff.payment.reference"), hint: words.text("staff.payment.hint"),
                            most: 140, width: "half"),
                    ])
            ], buttons: [.init(words.text("staff.payment.record"))], key: paymentKey)
        form.action = action
        return form
    }

    private func note(_ note: Invoice, _ found: StaffInvoice, _ words: Words) -> StaffInvoicePage.Note {
        let currency = found.balance.currency
        let gross = InvoiceTotals(note.lines, currency: currency)?.gross ?? 0
        return .init(
            href: StaffPages.invoices(home) + note.id.text + "/", name: StaffPages.name(note, words),
            status: note.issued.map { site.formats(language: language, agency: agency).shortDay($0) }
                ?? words.text("invoice.state.draft"),
            amount: site.formats(language: language, agency: agency).money(Money(minor: 0 - gross, currency: currency)))
    }
}
