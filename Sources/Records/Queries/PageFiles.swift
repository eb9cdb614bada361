public import Model

/// A rendered file, as the builder left it.
public struct PageFile: Hashable, Sendable {
    /// Below the agency's folder of public/, with `/`.
    public var path: String
    /// The page that it shows in one view.
    public var page: Page
    /// Bytes.
    public var size: Int64
    /// Of its bytes; 32 bytes.
    public var sha256: [UInt8]
    /// From when it no longer says the truth about today; nil: it does not speak of today.
    public var freshUntil: Instant?

    /// - Parameters:
    ///   - path: below the agency's folder of public/, with `/`.
    ///   - sha256: 32 bytes.
    public init(path: String, page: Page, size: Int64, sha256: [UInt8], freshUntil: Instant? = nil) {
        (self.path, self.page, self.size, self.sha256, self.freshUntil) = (path, page, size, sha256, freshUntil)
    }

    init(_ row: any Row) throws {
        let key = try row.text(1)
        guard let page = Page(key: key) else { throw Refusal(.failed, "refusal.records.value", ["column": key]) }
        self.init(
            path: try row.text(0), page: page, size: try row.integer(2), sha256: try row.bytes(3),
            freshUntil: try row.instantIfAny(4))
    }
}

/// Notes many files through one prepared statement.
public struct PageFileWriter {
    let statement: any Statement

    /// Notes a file.
    public func callAsFunction(_ file: PageFile) throws {
        try statement.run([
            .text(file.page.key), .integer(file.size), .bytes(file.sha256),
            file.freshUntil.map { .integer($0.milliseconds) } ?? .null, .text(file.path),
        ])
    }
}

private let select: SQL = "SELECT path, page, size, sha256, fresh_until FROM page_file"

extension Connection {
    /// Notes a file, new or rendered again.
    public func save(_ file: PageFile) throws {
        try pageFileAdder()(file)
        try pageFileUpdater()(file)
    }

    /// For noting many new files, those that are known already left alone; valid in this transaction.
    public func pageFileAdder() throws -> PageFileWriter {
        PageFileWriter(
            statement: try prepare(
                """
                INSERT INTO page_file (page, size, sha256, fresh_until, path)
                VALUES (\(""), \(0), \([UInt8]()), \(0), \("")) ON CONFLICT DO NOTHING
                """))
    }

    /// For noting many files that were rendered again; valid in this transaction.
    public func pageFileUpdater() throws -> PageFileWriter {
        PageFileWriter(
            statement: try prepare(
                """
                UPDATE page_file SET page = \(""), size = \(0), sha256 = \([UInt8]()), fresh_until = \(0)
                WHERE path = \("")
                """))
    }

    /// The file of that path, or nil.
    public func pageFile(_ path: String) throws -> PageFile? {
        try one(select + " WHERE path = \(path)", PageFile.init)
    }

    /// Every file, by path.
    public func pageFiles() throws -> [PageFile] {
        try all(select + " ORDER BY path", PageFile.init)
    }

    /// The files of one page, one a view, by path.
    public func pageFiles(of page: Page) throws -> [PageFile] {
        try all(select + " WHERE page = \(page.key) ORDER BY path", PageFile.init)
    }

    /// The files that no longer say the truth about today, by the day until which they did. (In the order of their paths
    /// SQLite would go along all of them, after every change.)
    public func pageFiles(notFreshAt now: Instant) throws -> [PageFile] {
        try all(select + " WHERE fresh_until <= \(now) ORDER BY fresh_until, path", PageFile.init)
    }

    /// Forgets a file; tells whether it was known.
    @discardableResult public func deletePageFile(_ path: String) throws -> Bool {
        try run("DELETE FROM page_file WHERE path = \(path)") > 0
    }

    /// Forgets every file: none of them is there any more.
    public func deletePageFiles() throws {
        try run("DELETE FROM page_file")
    }
}
