import CLinux
import Foundation
import Glibc
public import Model

/// What a sweep found and did.
public struct SweepResult: Sendable, Hashable {
    /// Left-over temporary files, deleted.
    public var temporary = 0
    /// Files that no row knows, moved to the trash.
    public var moved = 0
    /// Files that no row knows, too young to judge: their row may be on its way.
    public var young = 0
    /// Files that no row knows, left alone because they are too many: the records are probably an older copy. A person must look.
    public var heldBack = 0
    /// Files deleted from the trash after their seven days.
    public var emptied = 0
    /// Names that are neither a client's folder nor a document: left alone.
    public var strange: [String] = []

    /// Nothing was swept.
    public init() {}
}

extension DocumentStore {
    /// Where files that no row knows wait seven days.
    static let trash = ".trash"
    private static let trashSeconds: Int64 = 7 * 24 * 3600
    /// So many may always be moved.
    private static let alwaysMovable = 20

    /// Every document in the store, by client and id, whether a row knows it or not.
    /// - Throws: `Refusal(.failed)` when a folder cannot be read.
    public func list() throws -> [(ID<Client>, ID<Document>)] {
        var out: [(ID<Client>, ID<Document>)] = []
        do {
            for client in try Files.names(in: root).compactMap(ID<Client>.init(checking:)) {
                out += try Files.names(in: Files.openFolder(client.text, in: root)).compactMap(ID<Document>.init(checking:)).map {
                    (client, $0)
                }
            }
        } catch {
            throw refusal(error)
        }
        return out
    }

    /// Takes away what a crash left: temporary files at once, files that no row knows when they are older than `olderThan`.
    /// These go to `.trash` for seven days and then for good; when they are more than twenty and more than one in a hundred,
    /// none is moved. Not to be called when the records may be older than the files (after a restore).
    /// - Parameter known: whether a row, of a removed document too, names the file.
    /// - Throws: `Refusal(.unavailable)` while the store is read-only, `.failed`, and what `known` throws.
    public func sweep(known: (ID<Client>, ID<Document>) throws -> Bool, olderThan: Instant) throws -> SweepResult {
        try checkWritable()
        var result = SweepResult()
        do {
            var unknown: [(folder: String, name: String)] = []
            var documents = 0
            for folder in try Files.names(in: root) where folder != DocumentStore.trash && folder != DocumentStore.staging {
                guard let client = ID<Client>(checking: folder) else {
                    result.strange.append(folder)
                    continue
                }
                for name in try Files.names(in: Files.openFolder(folder, in: root)) {
                    if let document = ID<Document>(checking: name) {
                        documents += 1
                        guard try !known(client, document) else { continue }
                        if try changed(folder + "/" + name) < olderThan {
                            unknown.append((folder, name))
                        } else {
                            result.young += 1
                        }
                    } else if name.hasPrefix(Incoming.temporaryPrefix) {
                        result.temporary += try deleteTemporary(name, in: folder)
                    } else {
                        result.strange.append(folder + "/" + name)
                    }
                }
            }
            if unknown.count > max(DocumentStore.alwaysMovable, documents / 100) {
                result.heldBack = unknown.count
            } else {
                for (folder, name) in unknown { try moveToTrash(name, from: folder) }
                result.moved = unknown.count
            }
            result.emptied = try emptyTrash()
        } catch {
            throw refusal(error)
        }
        return result
    }

    /// Removes everything of a client: documents, what was made of them, and what waits in the trash. What is not there is no
    /// error.
    /// - Returns: how many files went.
    /// - Throws: `Refusal(.unavailable)` while the store is read-only, `.failed` when the disk refuses.
    public func removeAll(of client: ID<Client>) throws -> Int {
        try checkWritable()
        do {
            var count = try removeFiles(in: client.text) { _ in true }
            if count > 0 || (try? Files.openFolder(client.text, in: root)) != nil {
                guard unlinkat(root.number, client.text, AT_REMOVEDIR) == 0 || errno == ENOENT || errno == ENOTEMPTY else {
                    throw Files.trouble("rmdir")
                }
                withState { _ = $0.durable.remove(client) }
                try synchronize(root)
            }
            count += try removeFiles(in: DocumentStore.trash) { $0.hasPrefix(client.text + ".") }
            return count
        } catch {
            throw refusal(error)
        }
    }

    private func removeFiles(in name: String, where isMeant: (String) -> Bool) throws -> Int {
        let folder: Descriptor
        do {
            folder = try Files.openFolder(name, in: root)
        } catch let trouble as SystemTrouble where trouble.code == ENOENT {
            return 0
        }
        var count = 0
        for name in try Files.names(in: folder) where isMeant(name) {
            guard unlinkat(folder.number, name, 0) == 0 || errno == ENOENT else { throw Files.trouble("unlinkat") }
            count += 1
        }
        if count > 0 { try synchronize(folder) }
        return count
    }

    private func changed(_ path: String) throws -> Instant {
        // O_PATH reads nothing, so whatever stands there cannot make us wait.
        let status = try Files.status(Files.open(path, in: root, O_PATH | O_NOFOLLOW))
        return Instant(milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
    }

    private func deleteTemporary(_ name: String, in folder: String) throws -> Int {
        if withState({ $0.live.contains(name) }) { return 0 }
        let opened = try Files.openFolder(folder, in: root)
        guard unlinkat(opened.number, name, 0) == 0 else { throw Files.trouble("unlinkat") }
        return 1
    }

    private func moveToTrash(_ name: String, from folder: String) throws {
        if mkdirat(root.number, DocumentStore.trash, 0o700) != 0, errno != EEXIST { throw Files.trouble("mkdirat") }
        let (from, to) = (try Files.openFolder(folder, in: root), try Files.openFolder(DocumentStore.trash, in: root))
        let kept = folder + "." + name
        let code = clinux_renameat2(from.number, name, to.number, kept, 0)
        guard code == 0 else { throw Files.trouble("renameat2", -code) }
        // The seven days count from now: the time of change says when it was moved.
        let milliseconds = world.now().milliseconds
        let time = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        guard utimensat(to.number, kept, [time, time], AT_SYMLINK_NOFOLLOW) == 0 else { throw Files.trouble("utimensat") }
        try synchronize(to)
        try synchronize(from)
    }

    private func emptyTrash() throws -> Int {
        let folder: Descriptor
        do {
            folder = try Files.openFolder(DocumentStore.trash, in: root)
        } catch let trouble as SystemTrouble where trouble.code == ENOENT {
            return 0
        }
        let limit = world.now().adding(seconds: -DocumentStore.trashSeconds)
        var count = 0
        for name in try Files.names(in: folder) where try changed(DocumentStore.trash + "/" + name) < limit {
            guard unlinkat(folder.number, name, 0) == 0 else { throw Files.trouble("unlinkat") }
            count += 1
        }
        if count > 0 { try synchronize(folder) }
        return count
    }
}
