import Crypto
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
            var misfits: [Misfit] = []
            for path in try pages.list() where known[path] == nil {
                misfits.append(Misfit(path: path, kind: .unknown, page: nil))
            }
            for (path, file) in known.sorted(by: { $0.key < $1.key }) {
                guard let open = try pages.open(path) else {
                    misfits.append(Misfit(path: path, kind: .missing, page: file.page))
                    continue
                }
                if Int64(open.bytes.count) != file.size || Array(SHA256.hash(data: open.bytes)) != file.sha256 {
                    misfits.append(Misfit(path: path, kind: .different, page: file.page))
                }
            }
            return misfits
        }
    }

    /// Looks, removes files that nobody knows, and marks the pages of the others stale.
    func mend() async throws -> [Misfit] {
        let misfits = try await look()
        guard !misfits.isEmpty else {
            tools.dirty.trust()
            return []
        }
        try await tools.dirty.raise()
        tools.dirty.begin()
        let pages = tools.pages
        try await Blocking.run {
            for misfit in misfits where misfit.kind == .unknown { try pages.remove(misfit.path) }
        }
        try await tools.records.write { connection in
            for misfit in misfits where misfit.kind != .unknown {
                guard let file = try connection.pageFile(misfit.path) else { continue }
                // Not what we wrote, so it is not served while it waits; and no file fits the empty digest.
                try connection.raise([file.page], withdrawn: true)
                try connection.save(.unwritten(misfit.path, of: file.page))
            }
        }
        tools.dirty.trust()
        pages.forgetAll()
        return misfits
    }
}

extension PageFile {
    /// The row of a file that is still to be written.
    static func unwritten(_ path: String, of page: Page) -> PageFile {
        PageFile(path: path, page: page, size: 0, sha256: [UInt8](repeating: 0, count: 32))
    }
}
