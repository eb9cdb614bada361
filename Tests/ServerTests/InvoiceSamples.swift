import Model
import Site

@testable import Actions
@testable import Server

/// The pages about invoices, with hostile text wherever a person may write.
enum InvoiceSamples {
    static func all(_ site: Site, _ language: String) throws -> [(String, String)] {
        let frame = Samples.frame(site, language)
        let list = InvoiceListMaker(site: site, language: language, agency: agency, frame: frame, home: "/acme/")
        let one = StaffInvoiceMaker(site: site, language: language, agency: agency, frame: frame, home: "/acme/")
        let form = InvoiceFormMaker(site: site, language: language, agency: agency, frame: frame, home: "/acme/")
        let statement = StatementMaker(
            site: site, language: language, agency: agency, client: client, view: View(language: language, rights: .all))
        let filter = InvoiceFilter(state: .overdue, query: PagesTests.hostile, column: .due, isDescending: true)
        let range = DayRange(Query("from=2026-01-01&to=2026-12-31"[...]), today: day)
        return [
            ("staff/invoices", try Samples.text(list.page(try invoiceList(), filter, done: .deleted), site, language)),
            ("staff/invoice", try Samples.text(try one.page(try staffInvoice(isDraft: false)), site, language)),
            ("staff/invoice draft", try Samples.text(try one.page(try staffInvoice(isDraft: true)), site, language)),
            ("staff/invoice-form", try Samples.text(form.page(desk(), nil), site, language)),
            ("staff/invoice-form back", try Samples.text(back(form, site, language), site, language)),
            (
                "staff/invoice-client",
                try Samples.text(
                    InvoiceClientPage(
                        frame: frame, listHref: "/acme/staff/invoices/", action: "/acme/staff/invoices/new",
                        field: .choice("client", "Client", "", [.init("a", PagesTests.hostile)], isRequired: true),
                        hasClients: true), site, language)
            ),
            (
                "portal/statement",
                try Samples.text(
                    statement.page(
                        AccountStatement([invoice(isDraft: false)], from: range.from, to: range.to) ?? empty(), range), site,
                    language)
            ),
        ]
    }

    private static var day: Day { Day(count: 20_500) }
    private static var agency: Agency {
        var agency = PagesTests.agency
        (agency.iban, agency.legalName) = ("LT121000011101001000", PagesTests.hostile)
        return agency
    }
    private static var client: Client { Client(id: ID("c"), slug: Slugs.baltic, name: PagesTests.hostile, kind: .company) }

    private static func empty() -> AccountStatement {
        guard let empty = AccountStatement([], from: day, to: day) else { preconditionFailure("nothing adds up") }
        return empty
    }

    private static func invoice(isDraft: Bool) -> Invoice {
        var invoice = Invoice(
            id: ID("018f0000-0000-7000-8000-000000000002"), client: ID("c"), reference: "",
            number: isDraft ? "" : PagesTests.hostile, currency: "EUR", status: isDraft ? .draft : .issued)
        (invoice.issued, invoice.due) = (isDraft ? nil : day, day.adding(days: 14))
        invoice.notes = PagesTests.hostile
        invoice.lines = [
            .init(
                id: ID("l"), position: 1, description: PagesTests.hostile, quantity: Exact(digits: 2, scale: 0),
                unit: PagesTests.hostile, unitPrice: Exact(digits: 100, scale: 0), taxRate: Exact(digits: 0, scale: 0),
                taxCategory: .exempt, exemption: PagesTests.hostile)
        ]
        if !isDraft {
            invoice.payments = [
                .init(id: ID("p"), day: day, amount: 100, provider: PagesTests.hostile, reference: PagesTests.hostile)
            ]
        }
        return invoice
    }

    private static func balance(_ invoice: Invoice) throws -> InvoiceBalance {
        guard let balance = InvoiceBalance(invoice, credited: 0, today: day) else {
            throw Refusal(.failed, "refusal.records.total")
        }
        return balance
    }

    private static func invoiceList() throws -> InvoiceList {
        let rows = try [true, false].map { isDraft in
            let invoice = invoice(isDraft: isDraft)
            return InvoiceList.Row(
                client: client,
                invoice: InvoiceSummary(
                    id: invoice.id, client: invoice.client, number: invoice.number, issued: invoice.issued, due: invoice.due,
                    isCreditNote: false, balance: try balance(invoice)))
        }
        let total = InvoiceList.Total(currency: rows[0].invoice.currency, count: 1, total: 20_000, owed: 20_000)
        return InvoiceList(
            rows: rows, count: 120, page: 2, pages: 3, totals: [total], clients: [client], today: day.adding(days: 20))
    }

    private static func staffInvoice(isDraft: Bool) throws -> StaffInvoice {
        let invoice = invoice(isDraft: isDraft)
        var note = self.invoice(isDraft: false)
        (note.id, note.credits, note.payments) = (ID("018f0000-0000-7000-8000-000000000003"), invoice.id, [])
        return StaffInvoice(
            client: client, invoice: invoice, balance: try balance(invoice), record: nil, creditNotes: isDraft ? [] : [note],
            credited: nil, today: day)
    }

    private static func desk() -> InvoiceDesk {
        let record = Case(
            id: ID("k"), client: ID("c"), slug: Slugs.lease, title: PagesTests.hostile, status: .open, opened: day)
        return InvoiceDesk(
            client: client, cases: [record], draft: invoice(isDraft: true), isKept: true, credited: nil,
            rate: Exact(digits: 21, scale: 0), agency: agency)
    }

    /// Everything wrong, and sentences at each field.
    private static func back(_ maker: InvoiceFormMaker, _ site: Site, _ language: String) throws -> InvoiceFormPage {
        let texts = ["description": PagesTests.hostile, "quantity": PagesTests.hostile, "price": "-1", "category": "S"]
        let typed = Typed(
            Dictionary(uniqueKeysWithValues: texts.map { (RowName.text("lines", 0, $0.key), [$0.value]) })
                .merging(["due": [PagesTests.hostile], "currency": ["EUR"], "do": ["rows"]]) { $1 })
        var page = maker.page(desk(), typed)
        let wrong = Refusal(.invalid, "form.flaw.number")
        let names = ["due", "lines", RowName.text("lines", 0, "quantity"), RowName.text("lines", 0, "price")]
        page.form = page.form.filled(with: typed).refused(
            .form(Dictionary(uniqueKeysWithValues: names.map { ($0, wrong) })), site.words(language))
        return page
    }
}
