import Foundation
public import Model
import Records

/// What a list of invoices shows.
public struct InvoiceList: Sendable, Hashable {
    /// One invoice.
    public struct Row: Sendable, Hashable {
        /// To whom it is.
        public let client: Client
        /// What it comes to.
        public let invoice: InvoiceSummary
    }

    /// What is filtered comes to, in one currency. Drafts are not among it: nobody owes them yet.
    public struct Total: Sendable, Hashable {
        /// In which it is summed.
        public let currency: Currency
        /// How many invoices it is the sum of.
        public let count: Int
        /// Credit notes taken away, minor units.
        public let total: Int64
        /// What is still owed, in minor units.
        public let owed: Int64
    }

    /// Those of the page.
    public let rows: [Row]
    /// How many are filtered in all.
    public let count: Int
    /// From 1; the last one there is when the address asks for a later one.
    public let page: Int
    /// How many pages there are.
    public let pages: Int
    /// By code.
    public let totals: [Total]
    /// Those whom the person may see, by name.
    public let clients: [Client]
    /// The agency's day, by which it is said what is overdue.
    public let today: Day
}

extension OpenAgency {
    /// The invoices that a member of staff may see, filtered and sorted.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func invoices(_ session: Session, _ filter: InvoiceFilter) async throws -> InvoiceList {
        let (clients, rows) = try await filtered(session, filter, action: "invoices.read")
        let pages = max(1, (rows.count + InvoiceFilter.pageSize - 1) / InvoiceFilter.pageSize)
        let page = min(filter.page, pages)
        let start = (page - 1) * InvoiceFilter.pageSize
        return InvoiceList(
            rows: Array(rows[start..<min(rows.count, start + InvoiceFilter.pageSize)]), count: rows.count, page: page,
            pages: pages, totals: InvoiceList.totals(rows), clients: clients, today: try await today())
    }

    /// What the list shows, all pages of it, as CSV for spreadsheets.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func invoicesCSV(_ session: Session, _ filter: InvoiceFilter) async throws -> [UInt8] {
        let rows = try await filtered(session, filter, action: "invoices.export").rows
        var file = CSVWriter([
            "number", "kind", "client", "client_name", "issued", "due", "state", "currency", "net", "vat", "total", "paid",
            "credited", "owed",
        ])
        for row in rows {
            let (invoice, balance) = (row.invoice, row.invoice.balance)
            func amount(_ minor: Int64) -> String { Exact(digits: minor, scale: balance.currency.digits).text }
            let sign: Int64 = invoice.isCreditNote ? -1 : 1
            file.add([
                invoice.number, invoice.isCreditNote ? "credit note" : "invoice", row.client.slug.text, row.client.name,
                invoice.issued?.text ?? "", invoice.due?.text ?? "", invoice.state.rawValue, balance.currency.code,
                amount(sign * balance.totals.net), amount(sign * balance.totals.tax), amount(invoice.total),
                amount(balance.paid), amount(balance.credited), amount(balance.owed),
            ])
        }
        return file.bytes
    }

    private func filtered(
        _ session: Session, _ filter: InvoiceFilter, action: String
    ) async throws -> (clients: [Client], rows: [InvoiceList.Row]) {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, action, subject: id.text, group: .session(session.tokenHash)))
        let clients = try await records.read { connection in
            let restricted = try connection.restrictedClients()
            return try connection.clients(visibleTo: session.person).filter { !restricted.contains($0.id) }
        }
        let byID = Dictionary(uniqueKeysWithValues: clients.map { ($0.id, $0) })
        let query = InvoiceList.folded(filter.query)
        let rows = try await invoiceBook().compactMap { invoice -> InvoiceList.Row? in
            guard let client = byID[invoice.client], filter.state?.takes(invoice.state) ?? true,
                filter.client.map({ $0 == client.slug }) ?? true,
                query.isEmpty || InvoiceList.folded(invoice.number).contains(query)
                    || InvoiceList.folded(client.name).contains(query)
            else { return nil }
            return InvoiceList.Row(client: client, invoice: invoice)
        }
        return (clients, InvoiceList.sorted(rows, filter))
    }
}

extension InvoiceList {
    /// Without case and marks, so that `zemaitis` finds `Žemaitis`.
    fileprivate static func folded(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespaces)
            .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// Equal ones stay in the order of the records.
    fileprivate static func sorted(_ rows: [Row], _ filter: InvoiceFilter) -> [Row] {
        guard let column = filter.column else {
            return filter.state == .overdue ? sorted(rows, isDescending: false) { $0.invoice.due?.count ?? .max } : rows
        }
        return switch column {
        case .number: sorted(rows, isDescending: filter.isDescending, by: \.invoice.number)
        case .client: sorted(rows, isDescending: filter.isDescending) { folded($0.client.name) }
        case .issued: sorted(rows, isDescending: filter.isDescending) { $0.invoice.issued?.count ?? .max }
        case .due: sorted(rows, isDescending: filter.isDescending) { $0.invoice.due?.count ?? .max }
        case .total: sorted(rows, isDescending: filter.isDescending, by: \.invoice.total)
        case .owed: sorted(rows, isDescending: filter.isDescending, by: \.invoice.balance.owed)
        }
    }

    private static func sorted<Key: Comparable>(_ rows: [Row], isDescending: Bool, by key: (Row) -> Key) -> [Row] {
        rows.enumerated().map { (place: $0, key: key($1), row: $1) }
            .sorted { left, right in
                if left.key == right.key { return left.place < right.place }
                return isDescending ? right.key < left.key : left.key < right.key
            }
            .map(\.row)
    }

    fileprivate static func totals(_ rows: [Row]) -> [Total] {
        Dictionary(grouping: rows.map(\.invoice).filter { $0.state != .draft }, by: \.currency)
            .map { currency, invoices in
                Total(
                    currency: currency, count: invoices.count,
                    total: invoices.reduce(0) { $0.addingClamped($1.total) },
                    owed: invoices.reduce(0) { $0.addingClamped($1.balance.owed) })
            }
            .sorted { $0.currency.code < $1.currency.code }
    }
}
