import CLinux
import Foundation
import Glibc
import Synchronization

/// The files of this process. Blocking calls run on a queue of their own, away from Swift's threads.
struct LocalFiles: HostFiles {
    private static let queue = DispatchQueue(label: "portico.files", attributes: .concurrent)

    /// Runs blocking work on the queue.
    static func blocking<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    func open(_ path: String) async throws -> (any HostReader)? {
        try await Self.blocking { try LocalReader(path) }
    }

    func list(_ folder: String) async throws -> [String]? {
        try await Self.blocking { LocalFiles.names(in: folder) }
    }

    func create(_ path: String) async throws -> any HostWriter {
        try await Self.blocking { try LocalWriter(path) }
    }

    func standardInput(limit: Int) async throws -> [UInt8] {
        try await Self.blocking { try LocalReader(descriptor: 0, "standard input").all(limit: limit) }
    }

    static func names(in folder: String) -> [String]? {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
        return entries.sorted().map { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
            return exists && isFolder.boolValue ? name + "/" : name
        }
    }
}

/// A file of this process, read in order.
final class LocalReader: HostReader {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// Nil when there is no such file.
    init?(_ path: String) throws {
        let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if opened < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw HostFileError(path: path, number: errno)
        }
        var status = stat()
        if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            Glibc.close(opened)
            throw HostFileError(path: path, number: EISDIR)
        }
        self.path = path
        descriptor = Mutex(opened)
    }

    init(descriptor: Int32, _ path: String) {
        self.path = path
        self.descriptor = Mutex(dup(descriptor))
    }

    deinit { finish() }

    func next() async throws -> [UInt8] {
        try await LocalFiles.blocking { try self.read() }
    }

    func close() async { finish() }

    /// The next bytes, at once.
    func read() throws -> [UInt8] {
        try descriptor.withLock { descriptor in
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: hostReadSize) { buffer, initialized in
                repeat { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                initialized = max(0, count)
            }
            if count < 0 { throw HostFileError(path: path, number: errno) }
            return bytes
        }
    }

    /// Everything up to the end; an error when it is more than `limit` bytes.
    func all(limit: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try read()
            if bytes.isEmpty { return all }
            all += bytes
            if all.count > limit { throw HostFileError(path: path, number: EFBIG) }
        }
    }

    private func finish() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
        }
    }
}

/// A file of this process being written under a temporary name beside its own.
final class LocalWriter: HostWriter {
    private let path: String
    private let temporary: String
    private let descriptor: Mutex<Int32>

    init(_ path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        self.path = path
        temporary = path + ".part"
        let opened = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if opened < 0 { throw HostFileError(path: path, number: errno) }
        descriptor = Mutex(opened)
    }

    deinit { abandon() }

    func write(_ bytes: [UInt8]) async throws {
        try await LocalFiles.blocking { try self.put(bytes) }
    }

    func finish() async throws {
        try await LocalFiles.blocking { try self.keep() }
    }

    func discard() async { abandon() }

    func put(_ bytes: [UInt8]) throws {
        try descriptor.withLock { descriptor in
            do {
                try Descriptor.writeAll(descriptor, bytes)
            } catch let error as HostFileError {
                throw HostFileError(path: path, number: error.number)
            }
        }
    }

    /// Durable: the bytes, then the name.
    func keep() throws {
        try descriptor.withLock { descriptor in
            guard fsync(descriptor) == 0 else { throw HostFileError(path: path, number: errno) }
            Glibc.close(descriptor)
            descriptor = -1
        }
        guard rename(temporary, path) == 0 else { throw HostFileError(path: path, number: errno) }
        let folder = (path as NSString).deletingLastPathComponent
        let opened = Glibc.open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw HostFileError(path: folder, number: errno) }
        defer { Glibc.close(opened) }
        guard fsync(opened) == 0 else { throw HostFileError(path: folder, number: errno) }
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

/// Calls on open descriptors that are repeated until they are done.
enum Descriptor {
    /// Writes all the bytes to a descriptor.
    static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { throw HostFileError(path: "descriptor \(descriptor)", number: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }
}
