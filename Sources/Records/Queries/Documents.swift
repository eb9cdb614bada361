public import Model

private let select: SQL = """
    SELECT id, client, case_id, name, type, size, sha256, origin, visibility, person, received, version, wrapped_key, published,
        coalesce(published, received) AS shown
    FROM document WHERE removed_at IS NULL
    """
private let newestFirst: SQL = " ORDER BY received DESC, id DESC"

extension Document {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), client: try row.id(1), caseID: try row.id(2), name: try row.text(3), type: try row.text(4),
            size: try row.integer(5), sha256: try row.bytes(6), origin: try row.word(7), visibility: try row.word(8),
            person: try row.idIfAny(9), received: try row.instant(10), wrappedKey: try row.bytes(12))
        version = try row.integer(11)
        published = try row.instantIfAny(13)
    }
}

/// Where a document's bytes stand in the document store.
public struct DocumentPlace: Hashable, Sendable {
    /// Whose it is.
    public let client: ID<Client>
    /// Which it is.
    public let document: ID<Document>

    /// - Parameters:
    ///   - client: whose it is.
    ///   - document: which it is.
    public init(client: ID<Client>, document: ID<Document>) {
        (self.client, self.document) = (client, document)
    }
}

extension Connection {
    /// The document, or nil when there is none or it was removed.
    public func document(_ id: ID<Document>) throws -> Document? {
        try one(select + " AND id = \(id)", Document.init)
    }

    /// The case's documents, the newest first.
    public func documents(of caseID: ID<Case>) throws -> [Document] {
        try all(select + " AND case_id = \(caseID)" + newestFirst, Document.init)
    }

    /// The client's documents, the newest first.
    public func documents(of client: ID<Client>) throws -> [Document] {
        try all(select + " AND client = \(client)" + newestFirst, Document.init)
    }

    /// What staff published of the client's documents last, the newest first.
    public func latestPublished(of client: ID<Client>, limit: Int) throws -> [Document] {
        try all(
            select + " AND client = \(client) AND origin = 'staff' AND visibility = 'client'"
                + " ORDER BY shown DESC, id DESC LIMIT \(limit)", Document.init)
    }

    /// Every document of the agency, the newest first.
    public func documents() throws -> [Document] {
        try all(select + newestFirst, Document.init)
    }

    /// The document that contacts brought to the case with the same bytes, the first of them, or nil. What staff added and
    /// what was removed is never compared.
    public func document(sha256: [UInt8], broughtTo caseID: ID<Case>) throws -> Document? {
        try one(
            select + " AND case_id = \(caseID) AND sha256 = \(sha256) AND origin = 'client' ORDER BY received, id",
            Document.init)
    }

    /// The document that staff added to the case with the same bytes, the first of them, or nil (an import that is repeated).
    public func document(sha256: [UInt8], addedTo caseID: ID<Case>) throws -> Document? {
        try one(
            select + " AND case_id = \(caseID) AND sha256 = \(sha256) AND origin = 'staff' ORDER BY received, id",
            Document.init)
    }

    /// Every document whose bytes the store must have: for the sweep and for checks.
    public func documentPlaces() throws -> [DocumentPlace] {
        try all("SELECT client, id FROM document WHERE removed_at IS NULL ORDER BY id") {
            DocumentPlace(client: try $0.id(0), document: try $0.id(1))
        }
    }

    /// Adds a document; its bytes are in the store already. That is something that happened to its case.
    ///
    /// - Parameter receipt: that of the upload which brought it.
    public func insert(_ document: Document, receipt: ID<Receipt>? = nil) throws {
        try run(
            """
            INSERT INTO document (id, client, case_id, name, type, size, sha256, origin, visibility, person, received,
                version, wrapped_key, receipt)
            VALUES (\(document.id), \(document.client), \(document.caseID), \(document.name), \(document.type),
                \(document.size), \(document.sha256), \(document.origin), \(document.visibility), \(document.person),
                \(document.received), \(document.version), \(document.wrappedKey), \(receipt))
            """)
        try touch(document.caseID, at: document.received)
    }

    /// Publishes or unpublishes a document; tells whether anything changed.
    /// - Parameter published: when, if it is published.
    @discardableResult public func setVisibility(
        _ visibility: Visibility, of document: ID<Document>, published: Instant? = nil
    ) throws -> Bool {
        try run(
            """
            UPDATE document SET visibility = \(visibility), published = \(published)
            WHERE id = \(document) AND removed_at IS NULL AND visibility <> \(visibility)
            """) > 0
    }

    /// Removes a document: its row stays for the history, its key goes, so that its bytes can never be opened again. Tells
    /// whether it was there.
    @discardableResult public func removeDocument(_ document: ID<Document>, at now: Instant) throws -> Bool {
        try run(
            """
            UPDATE document SET removed_at = \(now), wrapped_key = \([UInt8]())
            WHERE id = \(document) AND removed_at IS NULL
            """) > 0
    }

    /// The receipt of the upload that brought the document, or nil.
    public func receiptID(of document: ID<Document>) throws -> ID<Receipt>? {
        try one("SELECT receipt FROM document WHERE id = \(document)") { try $0.idIfAny(0) } ?? nil
    }
}
