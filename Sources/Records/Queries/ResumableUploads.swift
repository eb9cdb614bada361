public import Model

private let select: SQL = """
    SELECT id, client, case_id, person, batch, batch_receipt, name, visibility, length, received, expires, receipt, document,
        metadata, paper
    FROM resumable
    """

extension ResumableUpload {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), client: try row.id(1), caseID: try row.id(2), person: try row.id(3), batch: try row.text(4),
            batchReceipt: try row.id(5), name: try row.text(6), visibility: try row.word(7), length: try row.integer(8),
            expires: try row.instant(10))
        received = try row.integer(9)
        (receipt, document) = (try row.idIfAny(11), try row.idIfAny(12))
        (metadata, paper) = (try row.text(13), try row.idIfAny(14))
    }
}

extension Connection {
    /// The upload, or nil.
    public func resumable(_ id: ID<ResumableUpload>) throws -> ResumableUpload? {
        try one(select + " WHERE id = \(id)", ResumableUpload.init)
    }

    /// The uploads that a person sends to a case as one batch.
    public func resumables(_ batch: String, of person: ID<Person>, to caseID: ID<Case>) throws -> [ResumableUpload] {
        try all(
            select + " WHERE person = \(person) AND batch = \(batch) AND case_id = \(caseID) ORDER BY id", ResumableUpload.init)
    }

    /// Every upload, under way or ended.
    public func resumables() throws -> [ResumableUpload] {
        try all(select + " ORDER BY id", ResumableUpload.init)
    }

    /// How many uploads a person has under way, and how many bytes they were announced to have.
    public func resumablesUnderWay(of person: ID<Person>) throws -> (count: Int64, bytes: Int64) {
        try one("SELECT count(*), coalesce(sum(length), 0) FROM resumable WHERE person = \(person) AND receipt IS NULL") {
            (try $0.integer(0), try $0.integer(1))
        } ?? (0, 0)
    }

    /// The bytes that all uploads under way have still to bring.
    public func bytesUnderWay() throws -> Int64 {
        try one("SELECT coalesce(sum(length - received), 0) FROM resumable WHERE receipt IS NULL") { try $0.integer(0) } ?? 0
    }

    /// Adds an upload.
    public func insert(_ upload: ResumableUpload) throws {
        try run(
            """
            INSERT INTO resumable (id, client, case_id, person, batch, batch_receipt, metadata, name, visibility, length,
                received, expires, paper)
            VALUES (\(upload.id), \(upload.client), \(upload.caseID), \(upload.person), \(upload.batch),
                \(upload.batchReceipt), \(upload.metadata), \(upload.name), \(upload.visibility), \(upload.length),
                \(upload.received), \(upload.expires), \(upload.paper))
            """)
    }

    /// The pieces that are there, the first byte first.
    public func pieces(of upload: ID<ResumableUpload>) throws -> [ResumablePiece] {
        try all("SELECT start, place, size, wrapped_key FROM resumable_piece WHERE upload = \(upload) ORDER BY start") {
            ResumablePiece(
                start: try $0.integer(0), place: try $0.integer(1), size: try $0.integer(2), wrappedKey: try $0.bytes(3))
        }
    }

    /// Adds the next piece; tells whether it was the next one of an upload that is still under way.
    public func add(_ piece: ResumablePiece, to upload: ID<ResumableUpload>, expires: Instant) throws -> Bool {
        let moved = try run(
            """
            UPDATE resumable SET received = \(piece.end), expires = \(expires)
            WHERE id = \(upload) AND received = \(piece.start) AND receipt IS NULL
            """)
        guard moved > 0 else { return false }
        try run(
            """
            INSERT INTO resumable_piece (upload, start, place, size, wrapped_key)
            VALUES (\(upload), \(piece.start), \(piece.place), \(piece.size), \(piece.wrappedKey))
            """)
        return true
    }

    /// Says what became of an upload, and forgets its pieces with their keys.
    public func end(_ upload: ResumableUpload) throws {
        try run(
            """
            UPDATE resumable SET received = \(upload.received), receipt = \(upload.receipt), document = \(upload.document)
            WHERE id = \(upload.id)
            """)
        try run("DELETE FROM resumable_piece WHERE upload = \(upload.id)")
    }

    /// Forgets an upload.
    public func delete(_ upload: ID<ResumableUpload>) throws {
        try run("DELETE FROM resumable_piece WHERE upload = \(upload)")
        try run("DELETE FROM resumable WHERE id = \(upload)")
    }
}
