/// The rendered files of one agency. One of the protocols that several nodes will need.
public protocol PageStore: Sendable {
    /// What pages are written with, one after the other; quickest in the order of their paths.
    func writer() -> any PageWriter
    /// The page, or nil when there is none; a symbolic link, and what lies behind one, counts as none.
    /// - Throws: `Refusal(.failed)`.
    func open(_ path: String) throws -> OpenPage?
    /// Removes a page, if it is there, and the folders that become empty.
    /// - Throws: `Refusal(.failed)`.
    func remove(_ path: String) throws
    /// The paths of all pages, sorted; temporary files are not among them.
    /// - Throws: `Refusal(.failed)`.
    func list() throws -> [String]
    /// Removes what writes that were cut short have left. Only while nobody writes.
    /// - Throws: `Refusal(.failed)`.
    func clear() throws
}

/// Writes pages. Not to be shared between threads, nor kept for later.
public protocol PageWriter {
    /// Writes a page whole or not at all: a temporary name, then a rename. Files are 0600, folders 0700.
    /// - Throws: `Refusal(.failed)`; `.full` when the disk is.
    func write(_ path: String, _ bytes: [UInt8]) throws
}

extension PageStore {
    /// Writes one page.
    /// - Throws: as `PageWriter.write`.
    public func write(_ path: String, _ bytes: [UInt8]) throws { try writer().write(path, bytes) }
}

/// A rendered page, ready to be sent.
public struct OpenPage: Sendable, Hashable {
    /// UTF-8 HTML, whole: pages are small.
    public let bytes: [UInt8]
    /// How the bytes are coded; nil: as they are.
    public let coding: PageCoding?
    /// Whether the page asks for one of our scripts.
    public let hasScript: Bool

    /// A page as it was rendered.
    public init(bytes: [UInt8]) { (self.bytes, coding, hasScript) = (bytes, nil, OpenPage.hasScript(bytes)) }

    /// A page's bytes, coded.
    public init(_ page: OpenPage, coded bytes: [UInt8], as coding: PageCoding) {
        (self.bytes, self.coding, hasScript) = (bytes, coding, page.hasScript)
    }

    /// Whether the head of a page of ours asks for a script. Nothing of a record stands there but its title, escaped.
    public static func hasScript(_ bytes: [UInt8]) -> Bool {
        for place in bytes.indices where bytes[place] == UInt8(ascii: "<") {
            let rest = bytes[place...]
            if rest.starts(with: "<script ".utf8) { return true }
            if rest.starts(with: "</head>".utf8) { return false }
        }
        return false
    }
}
