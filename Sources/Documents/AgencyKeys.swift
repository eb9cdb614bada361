/// The keys of one agency, as far as they are more than a `KeyStore`: they are a file that is copied, examined and closed.
public protocol AgencyKeys: KeyStore {
    /// Writes a consistent copy of the keys, still wrapped, to a path that does not exist yet; durable when it returns.
    func backup(to path: String) throws
    /// What is wrong with the keys, for a report; empty when each of them opens.
    func check() throws -> [String]
    /// Seals a short secret of one person under the agency's key: who holds the records alone cannot open it, and it opens in
    /// its own place only.
    /// - Parameters:
    ///   - owner: the identity that it belongs to.
    ///   - kind: what it is for, such as `second factor`.
    func seal(_ secret: [UInt8], of owner: String, kind: String) throws -> [UInt8]
    /// The secret again.
    /// - Throws: `Refusal(.wrongKey)` when the key, the owner or the kind is not the one that it was sealed with.
    func open(_ sealed: [UInt8], of owner: String, kind: String) throws -> [UInt8]
    /// What stands for a text where the text itself must not: the same here every time, and without the agency's key nobody can
    /// try texts against it (HMAC-SHA-256, RFC 2104, by a key derived for that kind alone, RFC 5869).
    func mark(of text: String, kind: String) -> [UInt8]
    /// Ends the store; nothing may be asked of it afterwards.
    func close() throws
}
