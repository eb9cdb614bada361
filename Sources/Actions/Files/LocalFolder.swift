import CLinux
import Glibc
import Model
import Synchronization

/// A folder of this machine.
public struct LocalFolder: FileFolder {
    /// Where it is on this machine.
    public let path: String

    /// - Parameter path: need not be there yet.
    public init(_ path: String) {
        self.path = path
    }

    /// The file of that name, to be read; nil: there is none.
    /// - Throws: `Refusal` when the system says no.
    public func open(_ name: String) async throws -> (any FileReader)? {
        let full = path + "/" + name
        return try await Blocking.run { try LocalReader(full) }
    }

    /// The names of the files at the top, sorted; none when there is no such folder.
    /// - Throws: `Refusal` when the system says no.
    public func names() async throws -> [String] {
        let path = path
        return try await Blocking.run { try Disk.fileNames(in: path) ?? [] }
    }

    /// A file of that name, to be written; it is there when it is finished.
    /// - Throws: `Refusal` when the system says no.
    public func create(_ name: String) async throws -> any FileWriter {
        let full = path + "/" + name
        return try await Blocking.run { try LocalWriter(full) }
    }
}

/// One file of this machine, read in order.
public final class LocalReader: FileReader {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// Nil when there is no such file.
    /// - Parameter followsLinks: whether the last part of the path may be a symbolic link: for paths that people type.
    /// - Throws: `Refusal(.failed)` when it is a folder or may not be read.
    public init?(_ path: String, followsLinks: Bool = false) throws {
        let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW))
        if opened < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Disk.refusal(path, errno)
        }
        var status = stat()
        if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            Glibc.close(opened)
            throw Disk.refusal(path, EISDIR)
        }
        self.path = path
        descriptor = Mutex(opened)
    }

    /// What is open already, such as standard input; it stays open.
    public init(descriptor: Int32, _ name: String) {
        path = name
        self.descriptor = Mutex(dup(descriptor))
    }

    deinit { finish() }

    /// The next bytes, at most `FilePiece.size`; empty at the end.
    /// - Throws: `Refusal` when the system says no.
    public func next() async throws -> [UInt8] {
        try await Blocking.run { try self.read() }
    }

    /// Reads no more.
    public func close() async { finish() }

    /// The next bytes, at once; empty at the end.
    public func read() throws -> [UInt8] {
        try descriptor.withLock { descriptor in
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: FilePiece.size) { buffer, initialized in
                repeat { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                initialized = max(0, count)
            }
            guard count >= 0 else { throw Disk.refusal(path, errno) }
            return bytes
        }
    }

    /// Everything up to the end.
    /// - Throws: `Refusal(.failed)` when it is more than `limit` bytes.
    public func all(limit: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while case let bytes = try read(), !bytes.isEmpty {
            all += bytes
            if all.count > limit { throw Disk.refusal(path, EFBIG) }
        }
        return all
    }

    private func finish() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
        }
    }
}

/// One file of this machine, written under a temporary name beside its own: 0600, folders 0700.
public final class LocalWriter: FileWriter {
    private let path: String
    private let descriptor: Mutex<Int32>
    private var temporary: String { path + ".part" }

    /// Makes the temporary file, and the folders on its way.
    /// - Throws: `Refusal` when the system says no.
    public init(_ path: String) throws {
        if let slash = path.lastIndex(of: "/") { try Disk.makeFolders(String(path[..<slash])) }
        let opened = Glibc.open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Disk.refusal(path, errno) }
        self.path = path
        descriptor = Mutex(opened)
    }

    deinit { abandon() }

    /// Writes these after what was written.
    /// - Throws: `Refusal` when the system says no.
    public func write(_ bytes: [UInt8]) async throws {
        try await Blocking.run { try self.put(bytes) }
    }

    /// Makes it durable and gives it its name.
    /// - Throws: `Refusal` when the system says no.
    public func finish() async throws {
        try await Blocking.run { try self.keep() }
    }

    /// Leaves nothing of it.
    public func discard() async { abandon() }

    /// Writes, at once.
    public func put(_ bytes: [UInt8]) throws {
        try descriptor.withLock { try Disk.write(bytes, to: $0, path) }
    }

    /// Durable, at once: the bytes, then the name.
    public func keep() throws {
        try descriptor.withLock { descriptor in
            guard fsync(descriptor) == 0 else { throw Disk.refusal(path, errno) }
            Glibc.close(descriptor)
            descriptor = -1
        }
        try Disk.rename(temporary, to: path)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try Disk.synchronize(folder.isEmpty ? "/" : folder)
    }

    private func abandon() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            Glibc.close(descriptor)
            descriptor = -1
            unlink(temporary)
        }
    }
}
