import Crypto
import Logging
import Model
import Records
import Site

/// Compares every rendered file with the row that describes it.
struct PageAudit: Sendable {
    let tools: BuildTools

    /// What does not fit.
    struct Misfit: Sendable, Hashable {
        enum Kind: String, Sendable {
            /// A row without its file.
            case missing
            /// A file that is not what its row says.
            case different
            /// A file without a row.
            case unknown
        }

        let path: String
        let kind: Kind
        /// What the row says; nil for an unknown file.
        let page: Page?
    }

    /// Looks, and changes nothing.
    func look() async throws -> [Misfit] {
        let known = try await tools.records.read { connection in
            var known: [String: PageFile] = [:]
            try connection.eachPageFile { known[$0.path] = $0 }
            return known
        }
        let pages = tools.pages
        return try await Blocking.run {
            let unknown = try pages.list().filter { known[$0] == nil }
            return try unknown.map { Misfit(path: $0, kind: .unknown, page: nil) }
                + known.sorted { $0.key < $1.key }.compactMap { try PageAudit.misfit($1, in: pages) }
        }
    }

    /// The same of some files only.
    private func look(at paths: [String]) async throws -> [Misfit] {
        let files = try await tools.records.read { connection in try paths.map { ($0, try connection.pageFile($0)) } }
        let pages = tools.pages
        return try await Blocking.run {
            try files.compactMap { path, file in
                if let file { return try PageAudit.misfit(file, in: pages) }
                return try pages.open(path).map { _ in Misfit(path: path, kind: .unknown, page: nil) }
            }
        }
    }

    private static func misfit(_ file: PageFile, in pages: CachedPages) throws -> Misfit? {
        guard let open = try pages.open(file.path) else { return Misfit(path: file.path, kind: .missing, page: file.page) }
        let fits = Int64(open.bytes.count) == file.size && Array(SHA256.hash(data: open.bytes)) == file.sha256
        return fits ? nil : Misfit(path: file.path, kind: .different, page: file.page)
    }

    /// Looks, removes files that nobody knows, and marks the pages of the others stale and withdrawn: they are not what we
    /// wrote, so they are not served while they wait.
    func mend() async throws -> [Misfit] {
        let misfits = try await look()
        try await mend(misfits, withdrawn: true)
        return misfits
    }

    /// The same of the files that a build which broke off has left. These are our own, so they may be served meanwhile.
    func mendDoubted() async throws -> [Misfit] {
        let doubted = tools.dirty.doubted
        guard !doubted.isEmpty else { return [] }
        let misfits = try await look(at: doubted)
        try await mend(misfits, withdrawn: false)
        return misfits
    }

    private func mend(_ misfits: [Misfit], withdrawn: Bool) async throws {
        guard !misfits.isEmpty else { return tools.dirty.trust() }
        try await tools.dirty.raise()
        _ = tools.dirty.begin(misfits.map(\.path))
        try await remove(misfits.filter { $0.kind == .unknown }.map(\.path))
        try await tools.records.write { connection in
            for misfit in misfits where misfit.kind != .unknown {
                guard let file = try connection.pageFile(misfit.path) else { continue }
                try connection.raise([file.page], withdrawn: withdrawn)
                // No file fits the empty digest.
                try connection.save(.unwritten(misfit.path, of: file.page))
            }
        }
        tools.dirty.trust()
        tools.pages.forgetAll()
    }

    /// Nobody is ever given a file without a row, so one that cannot be removed keeps nothing else from being mended.
    private func remove(_ paths: [String]) async throws {
        let (pages, log) = (tools.pages, tools.log)
        try await Blocking.run {
            for path in paths {
                do { try pages.remove(path) } catch {
                    log.warning("a file that is no page was not removed", metadata: ["path": "\(path)", "error": "\(error)"])
                }
            }
        }
    }
}

extension PageFile {
    /// The row of a file that is still to be written.
    static func unwritten(_ path: String, of page: Page) -> PageFile {
        PageFile(path: path, page: page, size: 0, sha256: [UInt8](repeating: 0, count: 32))
    }
}
