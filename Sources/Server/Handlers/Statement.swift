import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// What happened on a client's account.
enum StatementHandlers {
    /// GET `/AGENCY/clients/CLIENT/statement?from=…&to=…`: without days, from the year's first one to today.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let slug = try signedIn.visitor.slug(2)
        let today = try await signedIn.agency.today()
        let range = DayRange(signedIn.query, today: today)
        let (client, view, statement) = try await signedIn.agency.statement(
            signedIn.session, client: slug, from: range.from, to: range.to)
        let maker = StatementMaker(
            site: signedIn.site, language: signedIn.ownLanguage, agency: signedIn.settings, client: client, view: view)
        let page = maker.page(statement, range)
        return .page(
            try page.bytes(site: signedIn.site, language: signedIn.ownLanguage),
            status: range.error == nil ? .ok : .unprocessableContent)
    }
}

/// The days that an address names.
struct DayRange: Sendable {
    let from, to: Day
    /// As they were typed.
    let fromText, toText: String
    /// The word of what is wrong with them; the days are the usual ones then.
    let error: String?

    init(_ query: Query, today: Day) {
        let (first, last) = (query["from"] ?? "", query["to"] ?? "")
        let usual = (Day(year: today.year, month: 1, day: 1) ?? today, today)
        let from = first.isEmpty ? usual.0 : Day(first)
        let to = last.isEmpty ? usual.1 : Day(last)
        guard let from, let to, from <= to else {
            (self.from, self.to) = usual
            error = from == nil || to == nil ? "form.flaw.day" : "refusal.statement.order"
            (fromText, toText) = (first, last)
            return
        }
        (self.from, self.to, error) = (from, to, nil)
        (fromText, toText) = (from.text, to.text)
    }
}

/// Makes the page of a statement.
struct StatementMaker {
    let site: Site
    let language: String
    let agency: Agency
    let client: Client
    let view: View

    func page(_ statement: AccountStatement, _ range: DayRange) -> StatementPage {
        let words = site.words(language)
        let formats = site.formats(language: language, agency: agency)
        let parties = site.parties(agency: agency, client: client, language: language)
        var shown = view
        if site.languages.contains(language) { shown = View(language: language, rights: view.rights) }
        func field(_ name: String, _ label: String, _ value: String) -> FormField {
            FormField(name: name, kind: .date, label: label, values: [value], isRequired: true, width: "short")
        }
        func cell(_ day: Day) -> DayCell { DayCell(iso: day.text, date: formats.shortDay(day)) }
        return StatementPage(
            frame: site.clientFrame(agency: agency, client: client, view: shown, section: "invoices/"),
            invoicesHref: PagePath.client(agency.slug, client.slug) + "invoices/", seller: parties.seller,
            client: parties.client,
            period: words.text(
                "invoice.service-span", ["from": formats.shortDay(statement.from), "to": formats.shortDay(statement.to)]),
            from: field("from", words.text("statement.from"), range.fromText),
            to: field("to", words.text("statement.to"), range.toText), error: range.error.map { words.text($0) },
            accounts: range.error == nil ? statement.accounts.map { account($0, words, formats) } : [],
            openingDay: cell(statement.from), closingDay: cell(statement.to))
    }

    private func account(
        _ account: AccountStatement.Account, _ words: Words, _ formats: Formats
    ) -> StatementPage.Account {
        func money(_ minor: Int64) -> String { formats.money(Money(minor: minor, currency: account.currency)) }
        let base = PagePath.client(agency.slug, client.slug)
        return .init(
            anchor: "account-" + account.currency.code, currency: account.currency.code, opening: money(account.opening),
            closing: money(account.closing), invoiced: money(account.invoiced), credited: money(0 - account.credited),
            paid: money(0 - account.paid),
            entries: account.entries.map { entry in
                var (what, reference) = (words.text("invoice.invoice"), String?.none)
                switch entry.kind {
                case .invoice: break
                case .creditNote: what = words.text("invoice.credit-note")
                case .payment(let text): (what, reference) = (words.text("statement.payment"), text)
                }
                return .init(
                    day: DayCell(iso: entry.day.text, date: formats.shortDay(entry.day)), what: what,
                    href: base + PagePath.invoice(entry.number), number: entry.number, reference: reference,
                    amount: money(entry.amount), balance: money(entry.balance))
            })
    }
}
