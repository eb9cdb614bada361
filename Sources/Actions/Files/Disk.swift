import CLinux
import Glibc
import Model

/// The few things that the workspace itself asks of the file system. Pages and documents have stores of their own.
public enum Disk {
    static func refusal(_ path: String, _ number: Int32) -> Refusal {
        SystemError(path, number).refusal
    }

    /// Writes all the bytes to an open descriptor; the path is for the error.
    /// - Throws: `Refusal(.full)` or `.failed`.
    public static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw refusal(path, errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    static func isFile(_ path: String) -> Bool {
        status(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }

    static func isFolder(_ path: String) -> Bool {
        status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    /// Size, mode, times; nil when there is nothing.
    static func status(_ path: String) -> stat? {
        var found = stat()
        return lstat(path, &found) == 0 ? found : nil
    }

    /// Makes a folder and those above it, 0700.
    public static func makeFolders(_ path: String) throws {
        if isFolder(path) { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolders(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw refusal(path, errno) }
    }

    /// The names in a folder, sorted, without `.` and `..`; empty when there is no such folder.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw refusal(folder, errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The names of the files in a folder, links to files among them, sorted; nil when there is no such folder.
    public static func fileNames(in folder: String) throws -> [String]? {
        guard isFolder(folder + "/.") else { return nil }
        return try names(in: folder).filter { name in
            var found = stat()
            return stat(folder + "/" + name, &found) == 0 && found.st_mode & S_IFMT == S_IFREG
        }
    }

    /// Every file below a folder, as paths relative to it, sorted. Symbolic links are not followed and not listed.
    static func files(below folder: String, _ prefix: String = "") throws -> [String] {
        var found: [String] = []
        for name in try names(in: folder) {
            let path = folder + "/" + name
            if isFolder(path) {
                found += try files(below: path, prefix + name + "/")
            } else if isFile(path) {
                found.append(prefix + name)
            }
        }
        return found
    }

    /// Waits until everything written to the file system that holds a folder is on the disk.
    static func flush(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw refusal(folder, errno)
        }
        defer { close(descriptor) }
        guard syncfs(descriptor) == 0 else { throw refusal(folder, errno) }
    }

    /// Waits until a file, or the names in a folder, are on the disk.
    static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw refusal(path, errno) }
    }

    /// Writes a line with its end after the others of a file (0600, made when it is not there); durable when this returns. What a
    /// crash left of a line without its end is taken away first.
    static func append(_ line: [UInt8], to path: String) throws {
        let isNew = status(path) == nil
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw refusal(path, errno) }
        defer { close(descriptor) }
        var size = lseek(descriptor, 0, SEEK_END)
        var byte: UInt8 = 0
        while size > 0, pread(descriptor, &byte, 1, size - 1) == 1, byte != UInt8(ascii: "\n") { size -= 1 }
        guard size >= 0, ftruncate(descriptor, size) == 0 else { throw refusal(path, errno) }
        try write(line, to: descriptor, path)
        guard fsync(descriptor) == 0 else { throw refusal(path, errno) }
        if isNew, let slash = path.lastIndex(of: "/") { try synchronize(String(path[..<slash])) }
    }

    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw refusal(path, errno) }
    }

    /// Gives a file or folder another name. Unless it may replace, an existing one is a conflict.
    static func rename(_ path: String, to new: String, replacing: Bool = true) throws {
        let result = clinux_renameat2(AT_FDCWD, path, AT_FDCWD, new, replacing ? 0 : UInt32(PORTICO_RENAME_NOREPLACE))
        if result == -EEXIST || result == -ENOTEMPTY { throw Refusal(.conflict, "refusal.disk.exists", ["path": new]) }
        guard result == 0 else { throw refusal(new, -result) }
    }

    static func setMode(_ path: String, _ mode: mode_t) throws {
        guard chmod(path, mode) == 0 else { throw refusal(path, errno) }
    }

    /// Removes a folder and everything in it; for folders of our own making. Of a link only the link goes.
    static func removeTree(_ folder: String) throws {
        guard isFolder(folder) else { return try remove(folder) }
        for name in try names(in: folder) {
            let path = folder + "/" + name
            if isFolder(path) { try removeTree(path) } else { try remove(path) }
        }
        guard rmdir(folder) == 0 || errno == ENOENT else { throw refusal(folder, errno) }
    }

    /// Bytes that an ordinary user may still write, and the size, of the file system that holds a path.
    static func space(at path: String) throws -> (free: Int64, total: Int64) {
        var found = statvfs()
        guard statvfs(path, &found) == 0 else { throw refusal(path, errno) }
        return (Int64(found.f_bavail) * Int64(found.f_frsize), Int64(found.f_blocks) * Int64(found.f_frsize))
    }

    /// A whole small file; nil when there is none.
    static func text(_ path: String) throws -> String? {
        guard isFile(path), let reader = try LocalReader(path) else { return nil }
        return String(decoding: try reader.all(limit: 16 << 20), as: UTF8.self)
    }
}
