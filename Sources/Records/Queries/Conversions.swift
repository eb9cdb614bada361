public import Model

/// How far thumbnails, previews, copies and texts have come. A trigger puts a waiting row beside every new document.
extension Connection {
    /// How far a document's have come; nil when there is no such document.
    public func conversion(of document: ID<Document>) throws -> Conversion? {
        try one("SELECT document, state, reason, tries FROM conversion WHERE document = \(document)") { row in
            Conversion(
                document: try row.id(0), state: try row.word(1), reason: Conversion.Reason(rawValue: try row.text(2)),
                tries: try row.integer(3))
        }
    }

    /// The documents that wait, the oldest ids first.
    public func waitingDocuments(limit: Int) throws -> [ID<Document>] {
        try all("SELECT document FROM conversion WHERE state = 'waiting' ORDER BY document LIMIT \(limit)") { try $0.id(0) }
    }

    /// Says how far it has come.
    public func save(_ conversion: Conversion) throws {
        try run(
            """
            UPDATE conversion SET state = \(conversion.state), reason = \(conversion.reason?.rawValue ?? ""),
                tries = \(conversion.tries)
            WHERE document = \(conversion.document)
            """)
    }
}
