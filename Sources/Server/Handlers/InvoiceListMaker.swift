import Actions
import Foundation
import Model
import Site
import Templates

extension InvoiceFilter {
    /// What stands after a path; nothing when nothing is filtered.
    var address: String {
        var parts: [String] = []
        if let state { parts.append("state=" + state.rawValue) }
        if !query.isEmpty { parts.append("q=" + Percent.encoded(query)) }
        if let client { parts.append("client=" + client.text) }
        if let column { parts.append("sort=" + (isDescending ? "-" : "") + column.rawValue) }
        if page > 1 { parts.append("page=\(page)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// The same with something changed, from its first page.
    fileprivate func with(_ change: (inout InvoiceFilter) -> Void) -> InvoiceFilter {
        var other = self
        other.page = 1
        change(&other)
        return other
    }
}

/// Makes the list of invoices from what was found.
struct InvoiceListMaker {
    let site: Site
    let frame: Frame
    let words: Words
    let formats: Formats
    /// `/AGENCY/staff/invoices`, without a slash.
    let base: String

    init(_ staff: StaffSession) {
        let language = staff.signedIn.ownLanguage
        (site, words) = (staff.site, staff.site.words(language))
        formats = staff.site.formats(language: language, agency: staff.settings)
        base = staff.visitor.home + "staff/invoices"
        frame = StaffPages.invoicesFrame(staff, current: "page")
    }

    init(site: Site, language: String, agency: Agency, frame: Frame, home: String) {
        (self.site, self.frame, words) = (site, frame, site.words(language))
        (formats, base) = (site.formats(language: language, agency: agency), home + "staff/invoices")
    }

    func page(_ list: InvoiceList, _ filter: InvoiceFilter, done: InvoiceDone? = nil) -> StaffInvoicesPage {
        func link(_ filter: InvoiceFilter) -> String { base + "/" + filter.address }
        let isFiltered = filter.state != nil || !filter.query.isEmpty || filter.client != nil
        return StaffInvoicesPage(
            frame: frame, newHref: base + "/new" + (filter.client.map { "?client=\($0)" } ?? ""),
            csvHref: base + ".csv" + filter.with { _ in }.address, done: done?.sentence(words), tabs: tabs(filter, link),
            query: filter.query, clients: clients(list, filter), kept: kept(filter), summary: summary(list),
            totals: list.totals.map(total), headings: headings(filter, link), rows: list.rows.map { row($0, list.today) },
            previous: list.page > 1 ? link(filter.with { $0.page = list.page - 1 }) : nil,
            next: list.page < list.pages ? link(filter.with { $0.page = list.page + 1 }) : nil,
            clear: isFiltered ? base + "/" : nil)
    }

    private func tabs(_ filter: InvoiceFilter, _ link: (InvoiceFilter) -> String) -> [StaffInvoicesPage.Tab] {
        let states: [(InvoiceFilter.State?, String)] = [
            (nil, words.text("staff.invoices.all")), (.draft, words.text("staff.invoices.drafts")),
            (.open, words.text("staff.invoices.open")), (.overdue, words.text("staff.invoices.overdue")),
            (.paid, words.text("staff.invoices.paid")),
        ]
        return states.map { state, label in
            .init(label: label, href: link(filter.with { $0.state = state }), isCurrent: state == filter.state)
        }
    }

    private func clients(_ list: InvoiceList, _ filter: InvoiceFilter) -> [FormField.Option] {
        let all = FormField.Option("", words.text("staff.invoices.any-client"))
        return ([all] + list.clients.map { FormField.Option($0.slug.text, $0.name) }).map { option in
            var option = option
            option.isChosen = option.value == filter.client?.text ?? ""
            return option
        }
    }

    private func kept(_ filter: InvoiceFilter) -> [FormField] {
        var kept: [FormField] = []
        if let state = filter.state { kept.append(.hidden("state", state.rawValue)) }
        if let column = filter.column {
            kept.append(.hidden("sort", (filter.isDescending ? "-" : "") + column.rawValue))
        }
        return kept
    }

    private func summary(_ list: InvoiceList) -> String {
        guard list.pages > 1 else { return words.text("staff.invoices.count", count: list.count) }
        let first = (list.page - 1) * InvoiceFilter.pageSize + 1
        return words.text(
            "staff.invoices.part", count: list.count,
            ["first": String(first), "last": String(first + list.rows.count - 1)])
    }

    private func total(_ total: InvoiceList.Total) -> StaffInvoicesPage.Total {
        func money(_ minor: Int64) -> String { formats.money(Money(minor: minor, currency: total.currency)) }
        return .init(
            count: words.text("staff.invoices.count", count: total.count), total: money(total.total), owed: money(total.owed))
    }

    private func headings(
        _ filter: InvoiceFilter, _ link: (InvoiceFilter) -> String
    ) -> [StaffInvoicesPage.Heading] {
        let columns: [(InvoiceFilter.Column, String)] = [
            (.number, words.text("invoice.number")), (.client, words.text("invoice.client")),
            (.issued, words.text("invoice.issued")), (.due, words.text("invoice.due")),
            (.total, words.text("invoice.total")), (.owed, words.text("invoice.to-pay")),
        ]
        return columns.map { column, label in
            let isSorted = filter.column == column
            return .init(
                label: label,
                href: link(
                    filter.with { ($0.column, $0.isDescending) = (column, isSorted ? !filter.isDescending : false) }),
                sorted: isSorted ? (filter.isDescending ? "descending" : "ascending") : nil,
                isNumber: column == .total || column == .owed)
        }
    }

    private func row(_ row: InvoiceList.Row, _ today: Day) -> StaffInvoicesPage.Row {
        let invoice = row.invoice
        func money(_ minor: Int64) -> String { formats.money(Money(minor: minor, currency: invoice.currency)) }
        func cell(_ day: Day?) -> DayCell? { day.map { DayCell(iso: $0.text, date: formats.shortDay($0)) } }
        let isDraft = invoice.state == .draft
        let draft = invoice.isCreditNote ? words.text("staff.invoice.note-draft") : words.text("staff.invoice.draft")
        let late = invoice.state == .overdue ? invoice.due.map { today.count - $0.count } : nil
        return .init(
            href: "\(base)/\(invoice.id)/", name: isDraft ? draft : invoice.number, client: row.client.name,
            state: invoice.state.rawValue, status: StaffPages.state(invoice.state, words), total: money(invoice.total),
            owed: isDraft || invoice.isCreditNote ? "–" : money(invoice.balance.owed),
            isCreditNote: invoice.isCreditNote && !isDraft, issued: cell(invoice.issued), due: cell(invoice.due),
            late: late.map { words.text("staff.invoices.late", count: $0) })
    }
}
