public import Crypto
public import Model

/// Where keys are kept. The document store asks by this protocol only, so it knows no database.
///
/// Keys stand in three steps: the agency's key is wrapped by the root key, a client's by the agency's, a document's by its
/// client's. The document's wrapped key is kept in the document's own row, the other two in `keys/AGENCY.sqlite`.
public protocol KeyStore: Sendable {
    /// A new key of 32 bytes for one document, and the same wrapped by its client's key, which is made at its first use.
    /// - Throws: `Refusal` when keys cannot be read or written.
    func make(client: ID<Client>, document: ID<Document>) throws -> (key: SymmetricKey, wrapped: [UInt8])

    /// The document's key from its wrapped form.
    /// - Throws: `Refusal(.wrongKey)` when the client's key does not fit, or is destroyed.
    func unwrap(_ wrapped: [UInt8], client: ID<Client>, document: ID<Document>) throws -> SymmetricKey

    /// Forgets a client's key: all that it sealed is unreadable once the backups of keys are gone.
    func destroy(client: ID<Client>) throws
}
