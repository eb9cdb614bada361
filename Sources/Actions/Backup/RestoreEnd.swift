import Foundation
import Logging
import Model
import Records
import Site

/// The end of a restore: what was fetched whole stands in `data/.restored`, and is put where it belongs. Killed at any
/// instant, it is finished by whoever next opens the workspace.
struct RestoreEnd {
    static let name = ".restored"

    let settings: WorkspaceSettings
    private var folder: String { settings.data + "/" + RestoreEnd.name }

    /// Harmless when there is nothing to finish.
    func finish() throws {
        guard Disk.isFolder(folder) else { return }
        for path in try Disk.files(below: folder) where !path.hasPrefix("data/") { try put(path) }
        for name in try Disk.names(in: folder + "/data") {
            guard let slug = Slug(name) else {
                try putBook("data/" + name)
                continue
            }
            try removePages(of: slug)
            try Disk.rename(folder + "/data/" + name, to: settings.folder(of: name), replacing: false)
        }
        try Disk.synchronize(settings.data)
        try Disk.removeTree(folder)
    }

    /// What `init` wrote makes room for what was in use, and is kept beside it.
    private func put(_ path: String) throws {
        let (new, place) = (folder + "/" + path, settings.root + "/" + path)
        if Disk.status(place) != nil {
            if try bytes(place) == bytes(new) { return }
            try Disk.rename(place, to: place + ".unused")
        }
        if let slash = place.lastIndex(of: "/") { try Disk.makeFolders(String(place[..<slash])) }
        try Disk.rename(new, to: place, replacing: false)
    }

    /// Books only grow: one that is still here knows more than what comes back.
    private func putBook(_ path: String) throws {
        guard Disk.status(settings.root + "/" + path) == nil else { return }
        try Disk.rename(folder + "/" + path, to: settings.root + "/" + path, replacing: false)
    }

    private func bytes(_ path: String) throws -> [UInt8]? { try LocalReader(path)?.all(limit: 1 << 30) }

    /// Pages that are still here are not those of the records that come back.
    private func removePages(of slug: Slug) throws {
        let folder = settings.pages(of: slug.text)
        guard Disk.status(folder) != nil else { return }
        let pages = try FilePageStore(folder: folder)
        for path in try pages.list() { try pages.remove(path) }
        try Disk.flush(folder)
    }
}

/// Lies in the folder of an agency that was brought back and not opened since.
struct Restored: Codable, Sendable {
    /// The snapshot it comes from.
    let snapshot: String

    private static let name = "restored.json"

    func write(to folder: String) throws {
        let writer = try LocalWriter(folder + "/" + Restored.name)
        try writer.put(Array(try JSONEncoder().encode(self)))
        try writer.keep()
    }

    /// Nil when the agency was not brought back, or has taken up what that leaves to do.
    static func read(_ folder: String) throws -> Restored? {
        guard let text = try Disk.text(folder + "/" + name) else { return nil }
        return try JSONDecoder().decode(Restored.self, from: Data(text.utf8))
    }

    static func remove(_ folder: String) throws {
        try Disk.removeDurably([folder + "/" + name])
    }
}

extension AgencyRoom {
    /// What a restore leaves to do, before anybody sees the agency. Done twice, it does no harm.
    func takeUp() async throws {
        let folder = settings.folder(of: slug.text)
        guard let restored = try Restored.read(folder) else { return }
        try await change(alone: false) { [id = id.text] connection, journal in
            journal.audit(actor: .operator, action: "backup.restore", subject: id, detail: restored.snapshot)
            // The pages are gone, whatever the rows of the backup say of them.
            try connection.deletePageFiles()
            journal.changed(.everything)
        }
        try Restored.remove(folder)
        log.notice("the agency was brought back from a backup", metadata: ["snapshot": "\(restored.snapshot)"])
    }
}
