import Model
import Records
import Synchronization

/// How many invoices of each client something is owed of, kept until something changes or the day does: counting looks at
/// every line of every invoice.
final class Unpaid: Sendable {
    private struct State {
        var counts: [ID<Client>: Int]?
        var day: Day?
        var age = 0
    }

    private let state = Mutex(State())

    func counts(on day: Day) -> [ID<Client>: Int]? {
        state.withLock { $0.day == day ? $0.counts : nil }
    }

    var age: Int { state.withLock(\.age) }

    func keep(_ counts: [ID<Client>: Int], on day: Day, ifAge age: Int) {
        state.withLock { if $0.age == age { ($0.counts, $0.day) = (counts, day) } }
    }

    func empty() {
        state.withLock { state in
            state.counts = nil
            state.age += 1
        }
    }

    /// Counts the unpaid ones among the invoices, with the credit notes against them.
    static func counts(_ invoices: [Invoice], _ today: Day) throws -> [ID<Client>: Int] {
        var credited: [ID<Invoice>: Int64] = [:]
        for note in invoices where note.status == .issued {
            guard let invoice = note.credits else { continue }
            credited[invoice] = try (credited[invoice] ?? 0).addingClamped(ActionsMoney.gross(of: note))
        }
        var counts: [ID<Client>: Int] = [:]
        for invoice in invoices where invoice.status == .issued && invoice.credits == nil {
            let paid = invoice.payments.reduce(Int64(0)) { $0.addingClamped($1.amount) }
            let state = InvoiceState(
                invoice, gross: try ActionsMoney.gross(of: invoice), paid: paid, credited: credited[invoice.id] ?? 0,
                today: today)
            switch state {
            case .open, .partPaid, .overdue: counts[invoice.client, default: 0] += 1
            case .draft, .paid, .cancelled, .creditNote: break
            }
        }
        return counts
    }
}

extension OpenAgency {
    /// Of all clients.
    func unpaidCounts() async throws -> [ID<Client>: Int] {
        let unpaid = parts.part(Unpaid.self) {
            let unpaid = Unpaid()
            changes.onTell { [weak unpaid] in unpaid?.empty() }
            return unpaid
        }
        let today = try await today()
        if let counts = unpaid.counts(on: today) { return counts }
        let age = unpaid.age
        let counts = try await records.read { try Unpaid.counts($0.invoices(), today) }
        unpaid.keep(counts, on: today, ifAge: age)
        return counts
    }
}
