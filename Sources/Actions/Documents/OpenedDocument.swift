import Documents
import Model

/// A document that may be read now: what its record says, and its bytes.
public struct OpenedDocument: Sendable {
    /// As shown; never a path.
    public let name: String
    /// The media type that the bytes were found to be.
    public let type: String
    /// Bytes.
    public let size: Int64
    /// A strong entity tag, in its quotes (RFC 9110, 8.8.3).
    public let etag: String
    private let opened: OpenDocument

    init(_ document: Document, _ opened: OpenDocument) {
        (name, type, size) = (document.name, document.type, document.size)
        etag = "\"\(document.id)-\(document.version)\""
        self.opened = opened
    }

    /// The bytes of a range, in pieces of at most 256 KiB, read and unsealed as they are asked for, off the calling thread.
    /// - Throws (while it is read): `Refusal(.range)` when the range leaves the document, `.failed` when a seal is broken.
    public func chunks(_ range: Range<Int64>) -> some AsyncSequence<[UInt8], any Error> & Sendable {
        opened.chunks(range)
    }
}
