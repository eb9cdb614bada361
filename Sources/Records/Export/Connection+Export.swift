public import Model

extension Connection {
    /// Calls `body` with every document of the export that still has bytes, those of a case together, and with the names of its
    /// client and its case.
    public func eachExportedDocument(
        _ scope: ExportScope, _ body: (_ document: Document, _ client: Slug, _ caseSlug: Slug) throws -> Void
    ) throws {
        guard let rows = scope.rows(of: "document") else { return }
        let select: SQL = """
            SELECT id, client, case_id, name, type, size, sha256, origin, visibility, person, received, version, wrapped_key,
                published,
                (SELECT slug FROM client WHERE client.id = document.client),
                (SELECT slug FROM client_case WHERE client_case.id = document.case_id)
            FROM document WHERE removed_at IS NULL AND (
            """
        try each(select + rows + ") ORDER BY client, case_id, id") { row in
            try body(try Document(row), try row.slug(14), try row.slug(15))
        }
    }

    /// The last step of the schema: what was written with a later one cannot be read by an earlier program.
    public func newestMigration() throws -> String {
        try one("SELECT name FROM migration ORDER BY position DESC") { try $0.text(0) } ?? ""
    }

    /// Whether this program knows a step of the schema.
    public func knowsMigration(_ name: String) throws -> Bool {
        try one("SELECT 1 FROM migration WHERE name = \(name)") { _ in true } ?? false
    }
}
