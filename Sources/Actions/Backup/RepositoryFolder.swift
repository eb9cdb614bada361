import CLinux
import Glibc
import Synchronization

/// A folder in which backups are kept: written to, looked through and cleaned. One of this machine, or at the other end of a
/// command's socket. Paths are relative to it.
public protocol RepositoryFolder: FileFolder {
    /// Where it is, as messages name it.
    var path: String { get }
    /// The length of a file, bytes; nil when there is none.
    func size(of path: String) async throws -> Int64?
    /// The names of the files in a folder below it, sorted; empty when there is no such folder.
    func files(in folder: String) async throws -> [String]
    /// The names of the folders in it, sorted.
    func folders() async throws -> [String]
    /// Removes files, and folders that are empty. What is gone already is no error. Durable when it returns.
    func remove(_ paths: [String]) async throws
    /// Takes the folder for a time: alone, or together with others that only read. It is given back by `release`, or when the
    /// process of the folder ends, however it ends.
    /// - Returns: nil while somebody else has it.
    func take(_ share: RepositoryShare) async throws -> (any RepositoryHold)?
}

/// A folder that was taken.
public protocol RepositoryHold: Sendable {
    /// Gives the folder back. To wait for the end of the value would not do: a thread that handed it over may keep it a while.
    func release()
}

/// How somebody holds a repository.
public enum RepositoryShare: String, Sendable {
    /// Nobody else may have it: to write and to remove.
    case alone
    /// Others may read too.
    case reading
}

extension LocalFolder: RepositoryFolder {
    /// Bytes of a file; nil when there is none.
    public func size(of name: String) async throws -> Int64? {
        let full = path + "/" + name
        return try await Blocking.run { Disk.size(full) }
    }

    /// Names of the files of a folder; none when there is no such folder.
    public func files(in folder: String) async throws -> [String] {
        let full = path + "/" + folder
        return try await Blocking.run { try Disk.fileNames(in: full) ?? [] }
    }

    /// Names of the folders in it.
    public func folders() async throws -> [String] {
        let path = path
        return try await Blocking.run { try Disk.folderNames(in: path) }
    }

    /// Removes files and empty folders, durably.
    public func remove(_ names: [String]) async throws {
        let paths = names.map { path + "/" + $0 }
        try await Blocking.run { try Disk.removeDurably(paths) }
    }

    /// Takes the folder by an flock(2) on its file `lock`; nil while somebody else has it.
    public func take(_ share: RepositoryShare) async throws -> (any RepositoryHold)? {
        let path = path
        return try await Blocking.run { try FolderLock(path, share) }
    }
}

/// An flock(2) on the file `lock` of a folder. The kernel gives it back when the process ends.
public final class FolderLock: RepositoryHold {
    private let descriptor: Mutex<Int32>

    /// Nil while somebody else has the folder. A folder without such a file, which may not be writable, is read without one:
    /// whoever writes makes it first.
    public init?(_ folder: String, _ share: RepositoryShare) throws {
        let path = folder + "/lock"
        if share == .alone { try Disk.makeFolders(folder) }
        let flags = share == .alone ? O_RDWR | O_CREAT : O_RDONLY
        let opened = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        let problem = errno
        descriptor = Mutex(opened)
        guard opened >= 0 else {
            if share == .reading, problem == ENOENT || problem == ENOTDIR { return }
            throw Disk.refusal(path, problem)
        }
        let result = share == .alone ? clinux_lock(opened) : clinux_lock_shared(opened)
        if result == 0 { return }
        release()
        if result == -EWOULDBLOCK { return nil }
        throw Disk.refusal(path, -result)
    }

    /// Harmless when done twice.
    public func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            clinux_unlock(descriptor)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit { release() }
}

extension Disk {
    /// The length of a file; nil when there is none, or it is no file.
    public static func size(_ path: String) -> Int64? {
        var found = stat()
        guard stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(found.st_size)
    }

    /// The names of the folders in a folder, sorted, links not counted.
    public static func folderNames(in folder: String) throws -> [String] {
        try names(in: folder).filter { isFolder(folder + "/" + $0) }
    }

    /// Removes files and empty folders, then waits until their names are gone from the disk.
    public static func removeDurably(_ paths: [String]) throws {
        var folders: [String] = []
        for path in paths {
            if isFolder(path) {
                guard rmdir(path) == 0 || errno == ENOENT else { throw refusal(path, errno) }
            } else {
                try remove(path)
            }
            let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            if folders.last != folder { folders.append(folder) }
        }
        for folder in Set(folders) where isFolder(folder) { try synchronize(folder) }
    }
}
