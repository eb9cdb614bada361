import Crypto
import Logging
import Model
import Records
import Site

/// What a build works with.
struct BuildTools: Sendable {
    let slug: Slug
    let records: any RecordsEngine
    let pages: CachedPages
    let dirty: DirtyFlag
    let site: Site
    let world: World
    let settings: WorkspaceSettings
    let log: Logger
    /// Whether the gate answers from the pages meanwhile.
    let isServing: Bool

    /// What pages are made with besides records: when it differs from what they were made with, all are stale.
    func digest() throws -> String {
        var hash = SHA256()
        hash.update(data: Array(site.digest.utf8))
        let folder = settings.content + "/" + slug.text
        for name in try Disk.files(below: folder) {
            hash.update(data: Array("\n\(name)\n".utf8))
            hash.update(data: Array((try Disk.text(folder + "/" + name) ?? "").utf8))
        }
        return Hex.text(hash.finalize())
    }

    /// The agency's own text at that place of content/, when the workspace has one: content/AGENCY/privacy.md.
    @Sendable func content(_ name: String) -> String? {
        guard !name.contains(".."), !name.hasPrefix("/") else { return nil }
        return try? Disk.text(settings.content + "/" + slug.text + "/" + name)
    }
}
