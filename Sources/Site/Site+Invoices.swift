public import Model
import Templates

extension Site {
    /// An invoice as its client's page shows it, for staff to look at; a draft looks as if it were issued today.
    /// - Parameters:
    ///   - among: what else names it or is named by it: credit notes, the invoice that it credits.
    /// - Throws: `Refusal(.failed)` when it cannot be added up.
    public func invoiceSheet(
        _ invoice: InvoiceRecords, among others: [InvoiceRecords], of client: Client, agency: Agency, language: String,
        today: Day
    ) throws -> HTML {
        var shown = invoice
        if invoice.invoice.status == .draft {
            (shown.invoice.status, shown.invoice.issued, shown.invoice.number) = (.issued, today, "–")
        }
        let all = try ShownInvoice.all([shown] + others.filter { $0.invoice.status == .issued }, today: today)
        guard var one = all.first(where: { $0.invoice.id == shown.invoice.id }) else { return .empty }
        one.isDraft = invoice.invoice.status == .draft
        let view = View(language: language, rights: .all)
        let setting = Setting(site: self, agency: agency, client: client, view: view, section: "invoices/", isBelow: true)
        return HTML(trusted: String(decoding: templates(language).sheet.render(try InvoicePage(one, setting)), as: UTF8.self))
    }

    /// Who charges and who is charged, as an invoice of today would name them.
    public func parties(agency: Agency, client: Client, language: String) -> (seller: Party, client: Party) {
        let view = View(language: language, rights: .all)
        let setting = Setting(site: self, agency: agency, client: client, view: view, section: "invoices/", isBelow: true)
        return (Party(InvoiceParty(agency), setting), Party(InvoiceParty(client), setting))
    }

    /// The frame of a page of a client that is made for each request: the navigation of its other pages.
    /// - Parameter section: the part of the navigation that it stands below, such as `invoices/`.
    public func clientFrame(agency: Agency, client: Client, view: View, section: String) -> Frame {
        Setting(site: self, agency: agency, client: client, view: view, section: section, isBelow: true).frame
    }
}
