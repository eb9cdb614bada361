import Model
import Records

/// FTS5: words without case and diacritics (`unicode61 remove_diacritics 2`), found by their beginnings.
struct SQLiteFullText: FullText {
    let connection: SQLiteConnection

    func add(_ row: SearchRow, at position: Int64) throws {
        _ = try connection.run(
            """
            INSERT INTO search (rowid, scope, title, body) VALUES (\(position), \(row.scope), \(row.title), \(row.body))
            """)
    }

    func remove(_ row: SearchRow, at position: Int64) throws {
        _ = try connection.run(
            """
            INSERT INTO search (search, rowid, scope, title, body)
            VALUES ('delete', \(position), \(row.scope), \(row.title), \(row.body))
            """)
    }

    func count(_ query: SearchQuery) throws -> Int {
        guard !query.isEmpty else { return 0 }
        let found = try connection.one("SELECT count(*) FROM search WHERE search MATCH \(expression(query))") {
            try $0.integer(0)
        }
        return Int(found ?? 0)
    }

    func find(_ query: SearchQuery, limit: Int) throws -> [SearchHit] {
        guard !query.isEmpty else { return [] }
        let (open, close) = (SearchHit.open, SearchHit.close)
        // The best are chosen before any text is read: a common word answers with most of the rows.
        return try connection.all(
            """
            SELECT kept.subject, kept.kind, kept.client, highlight(search, 1, \(open), \(close)),
                snippet(search, 2, \(open), \(close), '…', 18)
            FROM (SELECT rowid AS position, bm25(search, 0.0, 10.0, 1.0) AS score FROM search
                WHERE search MATCH \(expression(query)) ORDER BY score, position DESC LIMIT \(limit)) AS best
            JOIN search ON search.rowid = best.position
            JOIN search_row AS kept ON kept.position = best.position
            WHERE search MATCH \(expression(query)) ORDER BY best.score, best.position DESC
            """
        ) { row in
            SearchHit(
                subject: try row.text(0), kind: try row.word(1), client: try row.text(2), title: try row.text(3),
                snippet: try row.text(4))
        }
    }

    /// SQLite before 3.42 knows no `secure-delete`: what a row's words were stays in the index, marked as gone, until the
    /// segments that hold it are merged. A negative number merges all of them, so many pages at a time; pages that become
    /// free are overwritten (Debian's SECURE_DELETE).
    func forget() throws -> Bool {
        try connection.run("INSERT INTO search (search, rank) VALUES ('merge', \(-64))") > 1
    }

    /// Each word in quotes, so that nothing in it is an operator.
    private func expression(_ query: SearchQuery) -> String {
        let words = query.words.map { word in
            let quoted = "\"" + word.replacing("\"", with: "\"\"") + "\""
            return word.count > 1 ? quoted + "*" : quoted
        }
        let (kind, clients) = query.scopes
        var parts = ["scope : \"\(kind)\""]
        if let clients { parts.append("scope : (" + clients.map { "\"\($0)\"" }.joined(separator: " OR ") + ")") }
        parts.append("{title body} : (" + words.joined(separator: " AND ") + ")")
        return parts.joined(separator: " AND ")
    }
}
