import Model
import Records

/// What an erasure asks the records beside the data map.
extension Connection {
    /// The day of the last invoice of a client that is kept.
    func lastKeptInvoice(of client: ID<Client>, from: Day) throws -> Day? {
        try invoices(of: client).filter { $0.status == .issued }.compactMap(\.issued).filter { $0 >= from }.max()
    }
}
