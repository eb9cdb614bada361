public import Model

private let select: SQL = "SELECT path, page, size, sha256, fresh_until FROM page_file"

extension Connection {
    /// The files below a folder, by path.
    ///
    /// - Parameter folder: below the agency's folder of public/, with `/` at its end.
    public func pageFiles(below folder: String) throws -> [PageFile] {
        // `0` follows `/` in ASCII: the folder's paths stand together. (PostgreSQL: the column is COLLATE "C".)
        try all(select + " WHERE path >= \(folder) AND path < \(folder.dropLast() + "0") ORDER BY path", PageFile.init)
    }

    /// Every file, by path, one at a time.
    public func eachPageFile(_ body: (PageFile) throws -> Void) throws {
        try each(select + " ORDER BY path") { try body(try PageFile($0)) }
    }

    /// Whether some file no longer says the truth about today.
    public func hasPageFiles(notFreshAt now: Instant) throws -> Bool {
        try one("SELECT 1 FROM page_file WHERE fresh_until <= \(now) LIMIT 1") { _ in true } ?? false
    }

    /// What a file shows, and whether that page (or every page, of the client or of all) is withdrawn; nil when no such file
    /// should exist.
    ///
    /// - Parameter client: whose it is; nil: nobody's.
    public func servable(_ path: String, of client: ID<Client>?) throws -> (page: Page, isWithdrawn: Bool)? {
        let whole = client.map { Page.whole($0).key } ?? ""
        return try one(
            """
            SELECT page, (SELECT count(*) FROM stale WHERE withdrawn = 1 AND stale.page IN (page_file.page, '*', \(whole)))
            FROM page_file WHERE path = \(path)
            """
        ) { row in
            let key = try row.text(0)
            guard let page = Page(key: key) else { throw Refusal(.failed, "refusal.records.value", ["column": key]) }
            return (page, try row.integer(1) > 0)
        }
    }

    /// The marks of one client's pages, the oldest first; `*` is not among them.
    public func marks(of client: ID<Client>) throws -> [StaleMark] {
        let lists = [Page.whole(client), .home(client), .cases(client), .invoices(client), .documents(client)].map(\.key)
        // `!` follows the space in ASCII: the keys of one client's cases stand together, and so do those of its invoices.
        return try all(
            """
            SELECT page, gen, withdrawn FROM stale
            WHERE page IN (\(lists[0]), \(lists[1]), \(lists[2]), \(lists[3]), \(lists[4]))
                OR (page >= \("case \(client) ") AND page < \("case \(client)!"))
                OR (page >= \("invoice \(client) ") AND page < \("invoice \(client)!"))
            ORDER BY gen, page
            """, StaleMark.init)
    }
}
