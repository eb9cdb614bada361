/// One file on its way by an upload that can be resumed (tus 1.0.0). It is a document only when all of it is there.
public struct ResumableUpload: Hashable, Sendable {
    /// Its identity.
    public var id: ID<ResumableUpload>
    /// Whose case it is for.
    public var client: ID<Client>
    /// The case that it is for.
    public var caseID: ID<Case>
    /// Whose it is: nobody else hears of it.
    public var person: ID<Person>
    /// What whoever sends it calls the files that are sent together; those share a receipt. Its own id when nothing was said.
    public var batch: String
    /// The receipt that the files of the batch share. There is none before the first of them has ended.
    public var batchReceipt: ID<Receipt>
    /// The paper of a request that it is for; nil: it was not asked for.
    public var paper: ID<Paper>?
    /// What the sender said of it, word for word: it is told so again.
    public var metadata = ""
    /// As it was sent, made safe.
    public var name: String
    /// Who may see the document that it will be.
    public var visibility: Visibility
    /// Bytes in all.
    public var length: Int64
    /// Bytes that are durable. All of them only together with the document.
    public var received: Int64 = 0
    /// When it is given up; a day after its last bytes.
    public var expires: Instant
    /// Where it is said what became of it; nil: it is under way.
    public var receipt: ID<Receipt>?
    /// The document that it became, or that had these bytes already; nil: it is under way, or was refused.
    public var document: ID<Document>?

    /// Whether its bytes had been received before, by an upload whose receipt is the answer.
    public var isAgain: Bool { receipt.map { $0 != batchReceipt } ?? false }

    /// A file on its way.
    public init(
        id: ID<ResumableUpload>, client: ID<Client>, caseID: ID<Case>, person: ID<Person>, batch: String,
        batchReceipt: ID<Receipt>, name: String, visibility: Visibility, length: Int64, expires: Instant
    ) {
        (self.id, self.client, self.caseID, self.person) = (id, client, caseID, person)
        (self.batch, self.batchReceipt, self.name, self.visibility) = (batch, batchReceipt, name, visibility)
        (self.length, self.expires) = (length, expires)
    }
}

/// Bytes of an upload that are sealed and durable: one message in the upload's file.
public struct ResumablePiece: Hashable, Sendable {
    /// The place of its first byte in the upload.
    public var start: Int64
    /// Where the message begins in the upload's file.
    public var place: Int64
    /// Bytes, unsealed.
    public var size: Int64
    /// The piece's own key, wrapped by the client's.
    public var wrappedKey: [UInt8]

    /// - Parameters: as the properties.
    public init(start: Int64, place: Int64, size: Int64, wrappedKey: [UInt8]) {
        (self.start, self.place, self.size, self.wrappedKey) = (start, place, size, wrappedKey)
    }

    /// Where the next piece begins in the upload.
    public var end: Int64 { start + size }
}

/// What a sender says its bytes are, to find out whether they came as they were sent.
public struct Checksum: Hashable, Sendable {
    /// The names are those of tus.
    public enum Algorithm: String, Sendable, CaseIterable { case sha1, sha256 }

    /// By which it was made.
    public let algorithm: Algorithm
    /// What the bytes must hash to.
    public let digest: [UInt8]

    /// - Parameters: as the properties.
    public init(_ algorithm: Algorithm, _ digest: [UInt8]) {
        (self.algorithm, self.digest) = (algorithm, digest)
    }
}
