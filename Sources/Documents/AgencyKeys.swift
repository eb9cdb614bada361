/// The keys of one agency, as far as they are more than a `KeyStore`: they are a file that is copied, examined and closed.
public protocol AgencyKeys: KeyStore {
    /// Writes a consistent copy of the keys, still wrapped, to a path that does not exist yet; durable when it returns.
    func backup(to path: String) throws
    /// What is wrong with the keys, for a report; empty when each of them opens.
    func check() throws -> [String]
    /// Ends the store; nothing may be asked of it afterwards.
    func close() throws
}
