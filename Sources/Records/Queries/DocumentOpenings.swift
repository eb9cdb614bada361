public import Model

/// That somebody opened a document, as the audit log tells it.
public struct DocumentOpening: Sendable, Hashable {
    /// Which one.
    public let document: ID<Document>
    /// Who: a person's id or one word (`Actor.auditName`).
    public let actor: String
    /// When; of openings that were counted, when the count was written.
    public let at: Instant
    /// How often more, where they were counted instead of written one by one; else 0.
    public let again: Int
}

/// Who opened documents and when. The index `audit_document` holds nothing else, so that other entries cost nothing.
extension Connection {
    /// Every opening of a document, the newest first.
    public func openings(of document: ID<Document>, limit: Int) throws -> [DocumentOpening] {
        try all(
            """
            SELECT subject, actor, at, outcome FROM audit WHERE action = 'document.read' AND subject = \(document)
            ORDER BY seq DESC LIMIT \(limit)
            """, DocumentOpening.init)
    }

    /// The last opening of each document of a case by each person.
    public func lastOpenings(ofDocumentsOf caseID: ID<Case>) throws -> [DocumentOpening] {
        try all(
            """
            SELECT subject, actor, max(at), 'ok' FROM audit
            WHERE action = 'document.read'
                AND subject IN (SELECT id FROM document WHERE case_id = \(caseID) AND removed_at IS NULL)
            GROUP BY subject, actor ORDER BY subject, actor
            """, DocumentOpening.init)
    }
}

extension DocumentOpening {
    /// Counted ones have the outcome `ok, again 12`.
    fileprivate init(_ row: any Row) throws {
        let outcome = try row.text(3)
        let counted = outcome.hasPrefix("ok, again ") ? Int(outcome.dropFirst("ok, again ".count)) : nil
        self.init(document: try row.id(0), actor: try row.text(1), at: try row.instant(2), again: counted ?? 0)
    }
}
