public import Model

private let select: SQL = """
    SELECT id, document, client, kind, type, size, sha256, width, height, wrapped_key FROM derived
    """

extension Derived {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), document: try row.id(1), client: try row.id(2), kind: try row.word(3), type: try row.text(4),
            size: try row.integer(5), sha256: try row.bytes(6), width: try row.integer(7), height: try row.integer(8),
            wrappedKey: try row.bytes(9))
    }
}

extension Connection {
    /// What was made of a document, of one kind, or nil.
    public func derived(_ kind: Derived.Kind, of document: ID<Document>) throws -> Derived? {
        try one(select + " WHERE document = \(document) AND kind = \(kind)", Derived.init)
    }

    /// Everything that was made of a document.
    public func derived(of document: ID<Document>) throws -> [Derived] {
        try all(select + " WHERE document = \(document) ORDER BY kind, id", Derived.init)
    }

    /// Where the bytes of all of them stand.
    public func derivedPlaces() throws -> [DocumentPlace] {
        try all("SELECT client, id FROM derived ORDER BY id") {
            DocumentPlace(client: try $0.id(0), document: try $0.id(1))
        }
    }

    /// Adds what was made; its bytes are in the store already.
    public func insert(_ derived: Derived) throws {
        try run(
            """
            INSERT INTO derived (id, document, client, kind, type, size, sha256, width, height, wrapped_key)
            VALUES (\(derived.id), \(derived.document), \(derived.client), \(derived.kind), \(derived.type), \(derived.size),
                \(derived.sha256), \(derived.width), \(derived.height), \(derived.wrappedKey))
            """)
    }

    /// Takes away what was made of a document, keys and all; the bytes are the caller's to remove.
    public func removeDerived(of document: ID<Document>) throws {
        try run("DELETE FROM derived WHERE document = \(document)")
    }
}
