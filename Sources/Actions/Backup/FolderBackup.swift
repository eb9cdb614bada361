import Glibc
import Model
import Synchronization

/// A backup in a folder of this machine, being written.
public struct FolderSink: BackupSink {
    let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    public func create(_ path: String) async throws -> any BackupWriter {
        let full = folder + "/" + path
        return try await Blocking.run { try FolderWriter(full) }
    }

    public func has(_ path: String) async throws -> Bool {
        Disk.status(folder + "/" + path) != nil
    }
}

/// A backup in a folder of this machine, being read.
public struct FolderSource: BackupSource {
    let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    public func open(_ path: String) async throws -> (any BackupReader)? {
        let full = folder + "/" + path
        return try await Blocking.run { Disk.isFile(full) ? try FolderReader(full) : nil }
    }

    public func list() async throws -> [String] {
        let folder = folder
        return try await Blocking.run { try Disk.files(below: folder) }
    }
}

/// One file, written under a temporary name beside its own: 0600, folders 0700.
final class FolderWriter: BackupWriter {
    private let path: String
    private let descriptor: Mutex<Int32>
    private var temporary: String { path + ".part" }

    init(_ path: String) throws {
        if let slash = path.lastIndex(of: "/") { try Disk.makeFolders(String(path[..<slash])) }
        let opened = Glibc.open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Disk.refusal(path, errno) }
        self.path = path
        descriptor = Mutex(opened)
    }

    deinit { abandon() }

    func write(_ bytes: [UInt8]) async throws {
        try await Blocking.run { try self.put(bytes) }
    }

    func finish() async throws {
        try await Blocking.run { try self.keep() }
    }

    func discard() async { abandon() }

    private func put(_ bytes: [UInt8]) throws {
        try descriptor.withLock { descriptor in
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw Disk.refusal(path, errno) }
                done += count
            }
        }
    }

    /// Durable: the bytes, then the name.
    private func keep() throws {
        try descriptor.withLock { descriptor in
            guard fsync(descriptor) == 0 else { throw Disk.refusal(path, errno) }
            Glibc.close(descriptor)
            descriptor = -1
        }
        try Disk.rename(temporary, to: path)
        if let slash = path.lastIndex(of: "/") { try Disk.synchronize(String(path[..<slash])) }
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

/// One file, read in order.
final class FolderReader: BackupReader {
    static let chunk = 256 * 1024
    private let path: String
    private let descriptor: Mutex<Int32>

    init(_ path: String) throws {
        let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard opened >= 0 else { throw Disk.refusal(path, errno) }
        self.path = path
        descriptor = Mutex(opened)
    }

    deinit { finish() }

    func next() async throws -> [UInt8] {
        try await Blocking.run { try self.read() }
    }

    func close() async { finish() }

    /// The next bytes, at once; empty at the end.
    func read() throws -> [UInt8] {
        try descriptor.withLock { descriptor in
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: FolderReader.chunk) { buffer, initialized in
                repeat { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                initialized = max(0, count)
            }
            guard count >= 0 else { throw Disk.refusal(path, errno) }
            return bytes
        }
    }

    private func finish() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
        }
    }
}
