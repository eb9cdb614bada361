/// A file on a case. Its bytes are in the document store, sealed; this is what is known of them.
public struct Document: Hashable, Sendable {
    /// Which side brought it.
    public enum Origin: String, Sendable, CaseIterable { case staff, client }

    /// Its identity.
    public var id: ID<Document>
    /// Whose it is.
    public var client: ID<Client>
    /// The case that it is on.
    public var caseID: ID<Case>
    /// The name as shown and as downloaded; never a path.
    public var name: String
    /// The media type that the bytes were found to be, such as `application/pdf`.
    public var type: String
    /// Bytes, unsealed.
    public var size: Int64
    /// Of the unsealed bytes; 32 bytes.
    public var sha256: [UInt8]
    /// Which side brought it.
    public var origin: Origin
    /// Who may see it.
    public var visibility: Visibility
    /// Who brought it; nil: the operator.
    public var person: ID<Person>?
    /// When it came.
    public var received: Instant
    /// When staff last made it visible to the client; nil: it was from the beginning, or is not.
    public var published: Instant?
    /// Stands in the seal's context; goes up when the bytes are sealed anew.
    public var version: Int64 = 1
    /// The document's key, wrapped by its client's.
    public var wrappedKey: [UInt8]

    /// - Parameters: as the properties.
    public init(
        id: ID<Document>, client: ID<Client>, caseID: ID<Case>, name: String, type: String, size: Int64, sha256: [UInt8],
        origin: Origin, visibility: Visibility, person: ID<Person>?, received: Instant, wrappedKey: [UInt8]
    ) {
        (self.id, self.client, self.caseID, self.name, self.type) = (id, client, caseID, name, type)
        (self.size, self.sha256, self.origin, self.visibility) = (size, sha256, origin, visibility)
        (self.person, self.received, self.wrappedKey) = (person, received, wrappedKey)
    }

    /// From when on the client could see it, if it can.
    public var shown: Instant { published ?? received }

    /// Whether there can be a thumbnail and a preview of it.
    public var hasPicture: Bool { type.hasPrefix("image/") || type == "application/pdf" }

    /// Whether others get a copy that does not say where it was taken. A GIF is no photo, and would lose its movement.
    public var isPhoto: Bool { type.hasPrefix("image/") && type != "image/gif" }
}

/// What a person gets for an upload: which files were kept and which refused. Kept 90 days.
public struct Receipt: Hashable, Sendable {
    /// One file of the upload.
    public struct File: Hashable, Sendable {
        /// What it was called.
        public var name: String
        /// Bytes.
        public var size: Int64
        /// 32 bytes; empty when the file was refused before its end.
        public var sha256: [UInt8]
        /// The document, when it was kept (or had been kept before).
        public var document: ID<Document>?
        /// Whether these bytes had been received before.
        public var isRepeat: Bool
        /// Why not, when it was refused.
        public var refusal: Refused?

        /// - Parameters: as the properties.
        public init(
            name: String, size: Int64, sha256: [UInt8], document: ID<Document>?, isRepeat: Bool = false, refusal: Refused? = nil
        ) {
            (self.name, self.size, self.sha256) = (name, size, sha256)
            (self.document, self.isRepeat, self.refusal) = (document, isRepeat, refusal)
        }
    }

    /// A refusal as it is kept: kind, key of words/, arguments.
    public struct Refused: Hashable, Sendable {
        /// What kind of refusal it was.
        public var kind: Refusal.Kind
        /// What is wrong, as a word of words/.
        public var word: String
        /// What stands in the sentence.
        public var arguments: [String: String]

        /// - Parameter refusal: what is kept of it is what people see.
        public init(_ refusal: Refusal) {
            (kind, word, arguments) = (refusal.kind, refusal.word, refusal.arguments)
        }

        /// - Parameters: as the properties.
        public init(kind: Refusal.Kind, word: String, arguments: [String: String]) {
            (self.kind, self.word, self.arguments) = (kind, word, arguments)
        }

        /// The refusal that it was.
        public var refusal: Refusal { Refusal(kind, word, arguments) }
    }

    /// Its identity.
    public var id: ID<Receipt>
    /// Whose it is.
    public var client: ID<Client>
    /// The case that it is on.
    public var caseID: ID<Case>
    /// Who sent them.
    public var person: ID<Person>
    /// When.
    public var at: Instant
    /// Every file, kept or refused.
    public var files: [File]
    /// Whether it answers an upload of which all had been received before: then it is the receipt of that time. Not kept.
    public var isAgain = false

    /// - Parameters: as the properties.
    public init(
        id: ID<Receipt>, client: ID<Client>, caseID: ID<Case>, person: ID<Person>, at: Instant, files: [File]
    ) {
        (self.id, self.client, self.caseID, self.person, self.at, self.files) = (id, client, caseID, person, at, files)
    }
}
