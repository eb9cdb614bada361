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
    /// Pixels, of a picture that the program made; else 0.
    public let width, height: Int64
    private let opened: OpenDocument

    init(_ document: Document, _ opened: OpenDocument) {
        (name, type, size) = (document.name, document.type, document.size)
        etag = "\"\(document.id)-\(document.version)\""
        (width, height, self.opened) = (0, 0, opened)
    }

    /// What was made of a document.
    init(_ derived: Derived, of document: Document, _ opened: OpenDocument) {
        (name, type, size) = (derived.name(of: document), derived.type, derived.size)
        // Never made twice under one id.
        etag = "\"\(derived.id)\""
        (width, height, self.opened) = (derived.width, derived.height, opened)
    }

    /// The bytes of a range, in pieces of at most 256 KiB, read and unsealed as they are asked for, off the calling thread.
    /// - Throws (while it is read): `Refusal(.range)` when the range leaves the document, `.failed` when a seal is broken.
    public func chunks(_ range: Range<Int64>) -> some AsyncSequence<[UInt8], any Error> & Sendable {
        opened.chunks(range)
    }
}

extension Derived {
    /// What it is called when it is saved: as the document, with the ending of its own type.
    func name(of document: Document) -> String {
        let ending = type == "image/png" ? "png" : "jpg"
        let parts = document.name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, last.lowercased() != ending,
            !(ending == "jpg" && last.lowercased() == "jpeg")
        else { return document.name }
        return parts.dropLast().joined(separator: ".") + "." + ending
    }
}
