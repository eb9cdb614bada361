public import Model

/// A page that must be rendered again.
public struct StaleMark: Hashable, Sendable {
    /// Which page; `.all`: every one.
    public let page: Page
    /// When it was raised, by the agency's one counter: a mark is dropped only while this is what was read.
    public let gen: Int64
    /// Whether the page may not be answered from until it is rendered again.
    public let isWithdrawn: Bool

    init(_ row: any Row) throws {
        let key = try row.text(0)
        guard let page = Page(key: key) else { throw Refusal(.failed, "refusal.records.value", ["column": key]) }
        (self.page, gen, isWithdrawn) = (page, try row.integer(1), try row.flag(2))
    }
}

extension Connection {
    /// Marks pages stale, in the transaction of the change that made them so.
    ///
    /// - Parameter withdrawn: whether something was taken away, so that the old page may not be shown any more; a page
    ///   once withdrawn stays so until it was rendered.
    /// - Returns: the gen of the marks, or nil when there was no page to mark.
    @discardableResult public func raise(_ pages: some Collection<Page>, withdrawn: Bool = false) throws -> Int64? {
        guard !pages.isEmpty else { return nil }
        let gen = try next("stale")
        for key in Set(pages.map(\.key)).sorted() {
            let changed = try run(
                """
                UPDATE stale SET gen = \(gen), withdrawn = CASE WHEN withdrawn = 1 THEN 1 ELSE \(withdrawn) END
                WHERE page = \(key)
                """)
            if changed == 0 {
                try run("INSERT INTO stale (page, gen, withdrawn) VALUES (\(key), \(gen), \(withdrawn))")
            }
        }
        return gen
    }

    /// Every mark, the oldest first.
    public func marks() throws -> [StaleMark] {
        try all("SELECT page, gen, withdrawn FROM stale ORDER BY gen, page", StaleMark.init)
    }

    /// The marks of withdrawn pages, the oldest first.
    public func withdrawnPages() throws -> [Page] {
        try all("SELECT page, gen, withdrawn FROM stale WHERE withdrawn = 1 ORDER BY gen, page", StaleMark.init).map(\.page)
    }

    /// Drops the mark of a page that was rendered, unless it was raised again since; tells whether it is gone.
    @discardableResult public func dropMark(_ page: Page, gen: Int64) throws -> Bool {
        try run("DELETE FROM stale WHERE page = \(page.key) AND gen = \(gen)") > 0
    }
}
