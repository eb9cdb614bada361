public import Model
import Templates

extension Site {
    /// All pages of a client in every view, or only some of them; pages that are linked to come before those that link.
    /// - Parameters:
    ///   - today: the day it is for the agency.
    ///   - pages: which ones; nil, or a set with `.all` or the client's `.whole`, is every page.
    /// - Throws: `Refusal(.failed)` when an invoice cannot be added up.
    public func render(
        _ records: ClientRecords, agency: Agency, today: Day, only pages: Set<Page>?
    ) throws -> [RenderedPage] {
        let invoices = try ShownInvoice.all(records.invoices, today: today)
        let wanted = pages.flatMap { $0.contains(.all) || $0.contains(.whole(records.client.id)) ? nil : $0 }
        return try views(of: records, agency: agency).flatMap { view in
            let shown = Shown(records, view: view, invoices: invoices)
            return try ViewRendering(site: self, agency: agency, shown: shown, today: today, wanted: wanted).pages()
        }
    }
}

/// The pages of one view of one client.
private struct ViewRendering {
    let site: Site
    let agency: Agency
    let shown: Shown
    let today: Day
    let wanted: Set<Page>?

    func pages() throws -> [RenderedPage] {
        let client = shown.client.id
        let templates = site.templates(shown.view.language)
        let rights = shown.view.rights
        var pages: [RenderedPage] = []
        // The pages below a list have one setting in common.
        let (ofCase, ofInvoice) = (setting("cases/", isBelow: true), setting("invoices/", isBelow: true))
        func add(_ page: Page, _ path: String, until: Day? = nil, _ bytes: () throws -> [UInt8]) rethrows {
            guard wanted?.contains(page) ?? true else { return }
            let file = PagePath.file(shown.client.slug, shown.view, path)
            pages.append(RenderedPage(page: page, path: file, bytes: try bytes(), freshUntil: until))
        }
        for one in shown.cases {
            let until = one.changes(after: today)
            try add(.caseRecord(client, one.record.id), PagePath.caseRecord(one.record.slug), until: until) {
                templates.caseRecord.render(try CasePage(one, ofCase, today: today))
            }
        }
        for one in shown.invoices {
            let until = one.changes(after: today)
            try add(.invoice(client, one.invoice.id), PagePath.invoice(one.invoice.number), until: until) {
                templates.invoice.render(try InvoicePage(one, ofInvoice))
            }
        }
        let turn = shown.invoices.compactMap { $0.changes(after: today) }.min()
        if rights.contains(.documents) {
            try add(.documents(client), "documents/") {
                templates.documents.render(try DocumentsPage(shown, setting("documents/")))
            }
        }
        if rights.contains(.invoices) {
            add(.invoices(client), "invoices/", until: turn) {
                templates.invoices.render(InvoicesPage(shown, setting("invoices/")))
            }
        }
        if rights.contains(.cases) {
            try add(.cases(client), "cases/") { templates.cases.render(try CasesPage(shown, setting("cases/"))) }
        }
        let homeTurn = (shown.cases.compactMap { $0.changes(after: today) } + [turn].compactMap { $0 }).min()
        try add(.home(client), "", until: homeTurn) {
            templates.home.render(try HomePage(shown, setting(""), today: today))
        }
        return pages
    }

    /// - Parameters:
    ///   - path: of the section of the navigation.
    ///   - isBelow: whether the page stands below that section.
    private func setting(_ path: String, isBelow: Bool = false) -> Setting {
        Setting(site: site, agency: agency, client: shown.client, view: shown.view, section: path, isBelow: isBelow)
    }
}
