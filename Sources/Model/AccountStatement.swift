/// What happened on a client's account between two days, one account a currency: opening balance, invoices, credit notes
/// and payments by day, closing balance. A positive balance is owed by the client.
public struct AccountStatement: Hashable, Sendable {
    /// What moved the balance.
    public enum Kind: Hashable, Sendable {
        case invoice
        case creditNote
        case payment(reference: String)
    }

    /// One entry.
    public struct Entry: Hashable, Sendable {
        /// The day of it.
        public let day: Day
        /// What it is.
        public let kind: Kind
        /// The number of the invoice or credit note; of the invoice that was paid.
        public let number: String
        /// Minor units; payments and credit notes are negative.
        public let amount: Int64
        /// What is owed after it.
        public let balance: Int64
    }

    /// The entries of one currency.
    public struct Account: Hashable, Sendable {
        /// In which they are.
        public let currency: Currency
        /// What was owed before the first day, in minor units.
        public let opening: Int64
        /// By day; on one day invoices, then credit notes, then payments.
        public let entries: [Entry]
        /// What is owed after the last day, in minor units.
        public let closing: Int64
        /// The sums of what stands among the entries, each positive.
        public let invoiced, credited, paid: Int64
    }

    /// The days that it is about, both included.
    public let from, to: Day
    /// By code; a currency in which nothing is owed and nothing happened is not among them.
    public let accounts: [Account]

    /// - Parameter invoices: of one client, with lines and payments; drafts are passed over.
    /// - Returns: nil when an amount does not fit.
    public init?(_ invoices: [Invoice], from: Day, to: Day) {
        var moves: [Currency: [Move]] = [:]
        for invoice in invoices where invoice.status == .issued {
            guard let day = invoice.issued, let currency = Currency(invoice.currency),
                let totals = InvoiceTotals(invoice.lines, currency: currency)
            else { return nil }
            let isNote = invoice.credits != nil
            moves[currency, default: []].append(
                Move(
                    day: day, rank: isNote ? 1 : 0, kind: isNote ? .creditNote : .invoice, number: invoice.number,
                    amount: isNote ? -totals.gross : totals.gross, id: invoice.id.text))
            for payment in invoice.payments {
                moves[currency, default: []].append(
                    Move(
                        day: payment.day, rank: 2, kind: .payment(reference: payment.reference), number: invoice.number,
                        amount: isNote ? payment.amount : -payment.amount, id: payment.id.text))
            }
        }
        (self.from, self.to) = (from, to)
        accounts = moves.map { AccountStatement.account($0, $1, from: from, to: to) }
            .filter { $0.opening != 0 || !$0.entries.isEmpty }
            .sorted { $0.currency.code < $1.currency.code }
    }

    private struct Move {
        let day: Day
        let rank: Int
        let kind: Kind
        let number: String
        let amount: Int64
        let id: String
    }

    private static func account(_ currency: Currency, _ moves: [Move], from: Day, to: Day) -> Account {
        let opening = moves.filter { $0.day < from }.reduce(Int64(0)) { $0.addingClamped($1.amount) }
        let within = moves.filter { $0.day >= from && $0.day <= to }
            .sorted { ($0.day, $0.rank, $0.number, $0.id) < ($1.day, $1.rank, $1.number, $1.id) }
        var balance = opening
        let entries = within.map { move in
            balance = balance.addingClamped(move.amount)
            return Entry(day: move.day, kind: move.kind, number: move.number, amount: move.amount, balance: balance)
        }
        func sum(_ rank: Int) -> Int64 {
            let sum = within.filter { $0.rank == rank }.reduce(Int64(0)) { $0.addingClamped($1.amount) }
            return rank == 0 ? sum : 0 - sum
        }
        return Account(
            currency: currency, opening: opening, entries: entries, closing: balance, invoiced: sum(0), credited: sum(1),
            paid: sum(2))
    }
}
