public import Model

/// A file that the store has: sealed, named and on disk for good. What the document's row is made of.
public struct Received: Sendable, Hashable {
    /// The document that it will be.
    public let id: ID<Document>
    /// Whose it is.
    public let client: ID<Client>
    /// The name to show and to download by: safe, with an extension that fits the type.
    public let shownName: String
    /// The media type that the bytes were found to be.
    public let type: String
    /// Bytes, unsealed.
    public let size: Int64
    /// Of the unsealed bytes; 32 bytes.
    public let sha256: [UInt8]
    /// The document's key, wrapped by its client's; 60 bytes.
    public let wrappedKey: [UInt8]

    /// - Parameters: as the properties.
    public init(
        id: ID<Document>, client: ID<Client>, shownName: String, type: String, size: Int64, sha256: [UInt8], wrappedKey: [UInt8]
    ) {
        (self.id, self.client, self.shownName, self.type) = (id, client, shownName, type)
        (self.size, self.sha256, self.wrappedKey) = (size, sha256, wrappedKey)
    }
}
