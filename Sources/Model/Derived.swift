/// What was made of a document for reading it: kept sealed beside it, and gone with it.
public struct Derived: Hashable, Sendable {
    /// What it is for.
    public enum Kind: String, Sendable, CaseIterable {
        /// A photo as others get it: upright, without what a camera writes into it (place, time, device); JPEG or PNG.
        case copy
        /// A photo or the first page of a PDF, at most 1600 pixels a side; JPEG.
        case preview
        /// The same, at most 320 pixels a side; JPEG.
        case thumbnail
        /// The words of a PDF, a Word or OpenDocument text, or plain text, for the search; UTF-8.
        case text
    }

    /// Under which its bytes stand in the document store.
    public var id: ID<Document>
    /// What it was made of.
    public var document: ID<Document>
    /// Whose document it is of.
    public var client: ID<Client>
    /// What it is for.
    public var kind: Kind
    /// The media type.
    public var type: String
    /// Bytes, unsealed.
    public var size: Int64
    /// Of the unsealed bytes; 32 bytes.
    public var sha256: [UInt8]
    /// Pixels; 0 of a text.
    public var width: Int64
    /// Pixels; 0 of a text.
    public var height: Int64
    /// Its key, wrapped by the client's.
    public var wrappedKey: [UInt8]

    /// - Parameters: as the properties.
    public init(
        id: ID<Document>, document: ID<Document>, client: ID<Client>, kind: Kind, type: String, size: Int64, sha256: [UInt8],
        width: Int64, height: Int64, wrappedKey: [UInt8]
    ) {
        (self.id, self.document, self.client, self.kind, self.type) = (id, document, client, kind, type)
        (self.size, self.sha256, self.width, self.height) = (size, sha256, width, height)
        self.wrappedKey = wrappedKey
    }
}

/// How far the making of a document's thumbnail, preview, copy and text has come.
public struct Conversion: Hashable, Sendable {
    /// - Parameters: as the properties.
    public enum State: String, Sendable, CaseIterable {
        /// Not yet.
        case waiting
        /// What can be made of it is there.
        case made
        /// Nothing can be made of it; the reason says why.
        case none
    }

    /// Why nothing was made.
    public enum Reason: String, Sendable, CaseIterable {
        /// No pictures are made of such files, and no text.
        case type
        /// It asks for a password.
        case encrypted
        /// It has more pixels, or more bytes, than are worked on.
        case large
        /// A program that reads such files cannot.
        case damaged
        /// Reading it took too long.
        case slow
        /// Its text named somebody who was erased, or might have: it is not searched by its text, and nothing may set it waiting to be
        /// read again for that.
        case forgotten
    }

    /// Which document.
    public var document: ID<Document>
    /// How far it has come.
    public var state: State
    /// Why nothing was made; nil: nothing says so.
    public var reason: Reason?
    /// How often it was begun.
    public var tries: Int64

    /// How far the making of one has come.
    public init(document: ID<Document>, state: State, reason: Reason? = nil, tries: Int64 = 0) {
        (self.document, self.state, self.reason, self.tries) = (document, state, reason, tries)
    }
}
