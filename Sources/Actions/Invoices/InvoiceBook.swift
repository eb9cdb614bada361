public import Model
import Records
import Synchronization

/// An invoice or draft as lists show it: its head and what it comes to today.
public struct InvoiceSummary: Sendable, Hashable {
    /// Its identity.
    public let id: ID<Invoice>
    /// To whom it is.
    public let client: ID<Client>
    /// Empty while it is a draft.
    public let number: String
    /// The day on which it was issued; nil: it is a draft.
    public let issued: Day?
    /// The day by which it must be paid.
    public let due: Day?
    /// Whether it takes back another.
    public let isCreditNote: Bool
    /// What it comes to today.
    public let balance: InvoiceBalance

    /// How it stands today.
    public var state: InvoiceState { balance.state }
    /// In which it is written.
    public var currency: Currency { balance.currency }
    /// The total with its sign: a credit note takes away.
    public var total: Int64 { isCreditNote ? 0 - balance.totals.gross : balance.totals.gross }
}

/// Every invoice of the agency, added up; kept until something changes or the day does, because that looks at every line.
final class InvoiceBook: Sendable {
    private struct State {
        var rows: [InvoiceSummary]?
        var day: Day?
        var age = 0
    }

    private let state = Mutex(State())

    var age: Int { state.withLock(\.age) }

    func rows(on day: Day) -> [InvoiceSummary]? {
        state.withLock { $0.day == day ? $0.rows : nil }
    }

    func keep(_ rows: [InvoiceSummary], on day: Day, ifAge age: Int) {
        state.withLock { if $0.age == age { ($0.rows, $0.day) = (rows, day) } }
    }

    func empty() {
        state.withLock { state in
            state.rows = nil
            state.age += 1
        }
    }

    /// Adds up invoices of which all credit notes against them are among them.
    static func rows(_ invoices: [Invoice], today: Day) throws -> [InvoiceSummary] {
        var credited: [ID<Invoice>: Int64] = [:]
        for note in invoices where note.status == .issued {
            guard let invoice = note.credits else { continue }
            credited[invoice] = try (credited[invoice] ?? 0).addingClamped(ActionsMoney.gross(of: note))
        }
        return try invoices.map { invoice in
            InvoiceSummary(
                id: invoice.id, client: invoice.client, number: invoice.number, issued: invoice.issued, due: invoice.due,
                isCreditNote: invoice.credits != nil,
                balance: try ActionsMoney.balance(of: invoice, credited: credited[invoice.id] ?? 0, today: today))
        }
    }
}

extension OpenAgency {
    /// Of all clients, in the order of the records: drafts first, then the newest first.
    func invoiceBook() async throws -> [InvoiceSummary] {
        let book = parts.part(InvoiceBook.self) {
            let book = InvoiceBook()
            changes.onTell { [weak book] in book?.empty() }
            return book
        }
        let today = try await today()
        if let rows = book.rows(on: today) { return rows }
        let age = book.age
        let rows = try await records.read { try InvoiceBook.rows($0.invoices(), today: today) }
        book.keep(rows, on: today, ifAge: age)
        return rows
    }
}

extension ActionsMoney {
    /// What an invoice comes to and what is owed of it.
    static func balance(of invoice: Invoice, credited: Int64, today: Day) throws -> InvoiceBalance {
        guard let balance = InvoiceBalance(invoice, credited: credited, today: today) else {
            throw Refusal(.failed, "refusal.records.total", ["invoice": invoice.number])
        }
        return balance
    }
}
