import Model
import Site

/// An agency's pages on the disk, and in memory as far as they are in demand. Whoever writes or removes a page does it
/// here, so that nothing outdated is kept.
struct CachedPages: Sendable {
    private let files: any PageStore
    private let cache: PageCache
    private let agency: Slug

    init(_ files: any PageStore, of agency: Slug, in cache: PageCache) {
        (self.files, self.agency, self.cache) = (files, agency, cache)
        // What was kept when the agency was open before may have changed since.
        cache.forgetAll(of: agency)
    }

    /// Writes rendered pages, and keeps those in memory that are in demand, if none was withdrawn since `age`, which was
    /// asked for before the values that they show.
    func write(_ pages: [RenderedPage], since age: PageCache.Age) throws {
        let writer = files.writer()
        for page in pages {
            do {
                try writer.write(page.path, page.bytes)
            } catch {
                cache.forget(key(page.path))
                throw error
            }
            let kept = PageCache.Kept(open: OpenPage(bytes: page.bytes), page: page.page, client: page.page.client)
            cache.replace(key(page.path), by: kept, ifNoneWithdrawnSince: age)
        }
    }

    func remove(_ path: String) throws {
        defer { cache.forget(key(path)) }
        try files.remove(path)
    }

    func open(_ path: String) throws -> OpenPage? { try files.open(path) }

    func list() throws -> [String] { try files.list() }

    func clear() throws { try files.clear() }

    /// The page as it was served, when nothing has changed or withdrawn it since.
    /// - Parameter client: whose it must be; nil: nobody's.
    func kept(_ path: String, of client: ID<Client>?) -> PageCache.Kept? {
        cache[key(path)].flatMap { $0.client == client ? $0 : nil }
    }

    /// To be asked before a row, or what a page is to show, is read.
    var age: PageCache.Age { cache.age(of: agency) }

    /// Keeps what was read, unless something has changed since `age`; tells whether it did.
    func keep(_ kept: PageCache.Kept, at path: String, ifAge age: PageCache.Age) -> Bool {
        cache.keep(kept, for: key(path), ifAge: age)
    }

    /// Pages were withdrawn: none is served before its row was asked again.
    func forgetAll() { cache.forgetAll(of: agency) }

    private func key(_ path: String) -> PageCache.Key { PageCache.Key(agency: agency, path: path) }
}
