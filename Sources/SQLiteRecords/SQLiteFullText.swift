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
        let found = try connection.one("SELECT count(*) FROM search" + rows(query)) { try $0.integer(0) }
        return Int(found ?? 0)
    }

    func find(_ query: SearchQuery, limit: Int) throws -> [SearchHit] {
        guard !query.isEmpty else { return [] }
        let (open, close) = (SearchHit.open, SearchHit.close)
        let shown: SQL = """
            SELECT kept.subject, kept.kind, kept.client, highlight(search, 1, \(open), \(close)),
                snippet(search, 2, \(open), \(close), '…', 18)
            FROM search JOIN search_row AS kept ON kept.position = search.rowid
            """
        // To weigh what answers takes as long as there are rows. Of a word that most of them have, the newest are shown.
        if try count(query) > SQLiteFullText.mostWeighed {
            let sql = shown + rows(query, isJoined: true) + " ORDER BY search.rowid DESC LIMIT \(limit)"
            return try connection.all(sql, hit)
        }
        // The best are chosen before any text is read.
        let best: SQL = "(SELECT search.rowid AS position, bm25(search, 0.0, 10.0, 1.0) AS score FROM search"
        let sql =
            shown + " JOIN " + best + rows(query) + " ORDER BY score, position DESC LIMIT \(limit)) AS best"
            + " ON best.position = search.rowid WHERE search MATCH \(expression(query)) ORDER BY best.score, best.position DESC"
        return try connection.all(sql, hit)
    }

    /// So many rows are weighed against each other in some fifty milliseconds.
    private static let mostWeighed = 5000
    /// So many clients are looked for by the words that their rows have; more are compared row by row.
    private static let mostScopes = 40

    /// The condition that a row answers.
    private func rows(_ query: SearchQuery, isJoined: Bool = false) -> SQL {
        let match: SQL = " WHERE search MATCH \(expression(query))"
        guard let clients = query.clients, clients.count > SQLiteFullText.mostScopes else { return match }
        let list = "[" + clients.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        let own: SQL = isJoined ? "" : " JOIN search_row AS kept ON kept.position = search.rowid"
        return own + match + " AND kept.client IN (SELECT value FROM json_each(\(list)))"
    }

    private func hit(_ row: any Row) throws -> SearchHit {
        SearchHit(
            subject: try row.text(0), kind: try row.word(1), client: try row.text(2), title: try row.text(3),
            snippet: try row.text(4))
    }

    func rows(saying words: String) throws -> [String] { try subjects("{title body} : " + quoted(words)) }

    func documents(saying words: String) throws -> [String] {
        try subjects("scope : \"\(SearchQuery(words, kind: .document).scopes.kind)\" AND body : " + quoted(words))
    }

    private func subjects(_ expression: String) throws -> [String] {
        try connection.all(
            """
            SELECT kept.subject FROM search JOIN search_row AS kept ON kept.position = search.rowid
            WHERE search MATCH \(expression) ORDER BY kept.subject
            """
        ) { try $0.text(0) }
    }

    /// One after the other, and nothing in them an operator.
    private func quoted(_ words: String) -> String { "\"" + words.replacing("\"", with: "\"\"") + "\"" }

    /// SQLite before 3.42 knows no `secure-delete`: what a row's words were stays in the index, marked as gone, until the
    /// segments that hold it are merged. A negative number merges all of them, so many pages at a time; pages that become
    /// free are overwritten (Debian's SECURE_DELETE).
    func forget() throws -> Bool {
        try connection.run("INSERT INTO search (search, rank) VALUES ('merge', \(-64))") > 1
    }

    /// Each word in quotes, so that nothing in it is an operator.
    private func expression(_ query: SearchQuery) -> String {
        let words = query.words.map { word in
            word.count > 1 ? quoted(word) + "*" : quoted(word)
        }
        let (kind, clients) = query.scopes
        var parts = ["scope : \"\(kind)\""]
        if let clients, clients.count <= SQLiteFullText.mostScopes {
            parts.append("scope : (" + clients.map { "\"\($0)\"" }.joined(separator: " OR ") + ")")
        }
        parts.append("{title body} : (" + words.joined(separator: " AND ") + ")")
        return parts.joined(separator: " AND ")
    }
}
