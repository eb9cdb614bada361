import CLinux
import Foundation
import Model
import Synchronization

/// Pages as files below public/AGENCY/. That folder is opened once; everything below it by openat2(2) with
/// RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, so that neither a path nor a planted link leads out of it.
public final class FilePageStore: PageStore {
    private let root: Int32
    private let folder: String
    private let counter = Atomic<UInt64>(0)
    private let report: @Sendable (String) -> Void

    private static let beneath = UInt64(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)
    /// Begins the names of files that are being written.
    private static let temporary = ".new-"

    /// Opens the folder, making it where it is missing.
    /// - Parameters:
    ///   - folder: `public/AGENCY`.
    ///   - report: told the path of a symbolic link or other thing that stands where a page should.
    /// - Throws: `Refusal(.configuration)`.
    public init(folder: String, report: @escaping @Sendable (String) -> Void = { _ in }) throws {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Refusal(
                .configuration, "refusal.pages.folder", ["path": folder], cause: SystemError(call: "open", code: errno))
        }
        (root, self.folder, self.report) = (descriptor, folder, report)
    }

    deinit { close(root) }

    /// By `renameat2` in the page's own folder, so that no path is followed twice.
    public func writer() -> any PageWriter { FilePageWriter(self, FolderTrail(root: root, flags: FilePageStore.beneath)) }

    private struct FilePageWriter: PageWriter {
        private let store: FilePageStore
        private let trail: FolderTrail

        init(_ store: FilePageStore, _ trail: FolderTrail) {
            (self.store, self.trail) = (store, trail)
        }

        func write(_ path: String, _ bytes: [UInt8]) throws {
            let (parent, name) = try store.split(path)
            do {
                try put(path, parent, name, bytes)
            } catch let refusal as Refusal where (refusal.cause as? SystemError)?.code == ENOENT {
                // Somebody removed an empty folder on the way: once more from the top.
                trail.leave()
                try put(path, parent, name, bytes)
            }
        }

        private func put(_ path: String, _ parent: String, _ name: String, _ bytes: [UInt8]) throws {
            let folder: Int32
            do throws(SystemError) {
                folder = try trail.reach(parent.split(separator: "/"))
            } catch {
                throw store.failure(error.call, error.code, path)
            }
            try store.put(name, in: folder, bytes, path)
        }
    }

    private func put(_ name: String, in folder: Int32, _ bytes: [UInt8], _ path: String) throws {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = FilePageStore.temporary + "\(getpid())-\(number)"
        do {
            try fill(temporary, in: folder, bytes, path)
            let code = clinux_renameat2(folder, temporary, folder, name, 0)
            guard code == 0 else { throw failure("rename", -code, path) }
        } catch {
            unlinkat(folder, temporary, 0)
            throw error
        }
    }

    /// By `openat2` below the folder of pages: a link that leads anywhere else is reported, and is no page.
    public func open(_ path: String) throws -> OpenPage? {
        _ = try split(path)
        let descriptor = clinux_openat2(root, path, UInt64(O_RDONLY | O_NONBLOCK), 0, FilePageStore.beneath)
        guard descriptor >= 0 else {
            switch -descriptor {
            case ENOENT, ENOTDIR, ENAMETOOLONG: return nil
            case ELOOP, EXDEV:
                report(path)
                return nil
            default: throw failure("open", -descriptor, path)
            }
        }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0 else { throw failure("stat", errno, path) }
        guard about.st_mode & S_IFMT == S_IFREG else {
            report(path)
            return nil
        }
        return OpenPage(bytes: try read(descriptor, size: Int(about.st_size), path))
    }

    /// The page, then the folders above it as long as they are empty.
    public func remove(_ path: String) throws {
        var (parent, name) = try split(path)
        guard var folder = try open(existing: parent, for: path) else { return }
        defer { close(folder) }
        if unlinkat(folder, name, 0) != 0, errno != ENOENT { throw failure("unlink", errno, path) }
        // Upwards, as long as what is left is empty.
        while !parent.isEmpty {
            name = String(parent.split(separator: "/").last ?? "")
            parent = parent.split(separator: "/").dropLast().joined(separator: "/")
            guard let above = try open(existing: parent, for: path) else { return }
            close(folder)
            folder = above
            if unlinkat(folder, name, AT_REMOVEDIR) != 0 {
                if [ENOTEMPTY, EEXIST, ENOENT, ENOTDIR].contains(errno) { return }
                throw failure("rmdir", errno, path)
            }
        }
    }

    /// Whatever cannot be a page is reported and left out.
    public func list() throws -> [String] {
        var paths: [String] = []
        try walk("") { folder, path, name, kind in
            switch kind {
            case _ where name.hasPrefix(FilePageStore.temporary): break
            // Other programs' own: no path of a page has such a name.
            case _ where name.hasPrefix("."): report(path)
            case S_IFREG: paths.append(path)
            default: report(path)
            }
        }
        return paths.sorted()
    }

    /// Removes temporary files, which are known by their names.
    public func clear() throws {
        try walk("") { folder, path, name, _ in
            guard name.hasPrefix(FilePageStore.temporary) else { return }
            if unlinkat(folder, name, 0) != 0, errno != ENOENT { throw failure("unlink", errno, path) }
        }
    }

    /// Calls `visit` with everything below a folder that is no folder: where it lies (open), its path, name and kind.
    private func walk(_ path: String, _ visit: (Int32, String, String, mode_t) throws -> Void) throws {
        guard let folder = try open(existing: path, for: path) else { return }
        guard let stream = fdopendir(folder) else {
            let code = errno
            close(folder)
            throw failure("opendir", code, path)
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let child = path.isEmpty ? name : path + "/" + name
            var about = stat()
            guard fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            let kind = about.st_mode & S_IFMT
            if kind == S_IFDIR, !name.hasPrefix(".") { try walk(child, visit) } else { try visit(folder, child, name, kind) }
        }
    }
}

/// Why a system call failed, for the log.
struct SystemError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}

extension FilePageStore {
    /// The folder and the name; refuses what is no path of a page.
    private func split(_ path: String) throws -> (folder: String, name: String) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isWhole = parts.allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") && !$0.contains(0) }
        guard isWhole else { throw Refusal(.failed, "refusal.pages.path", ["path": path]) }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
        return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
    }

    /// A descriptor of the folder; nil when there is none.
    private func open(existing folder: String, for path: String) throws -> Int32? {
        let descriptor = clinux_openat2(
            root, folder.isEmpty ? "." : folder, UInt64(O_RDONLY | O_DIRECTORY), 0, FilePageStore.beneath)
        if descriptor >= 0 { return descriptor }
        switch -descriptor {
        case ENOENT, ENOTDIR: return nil
        case ELOOP, EXDEV:
            report(folder)
            return nil
        default: throw failure("open", -descriptor, path)
        }
    }

    private func fill(_ name: String, in folder: Int32, _ bytes: [UInt8], _ path: String) throws {
        let descriptor = clinux_openat2(
            folder, name, UInt64(O_WRONLY | O_CREAT | O_EXCL), 0o600, FilePageStore.beneath)
        guard descriptor >= 0 else { throw failure("create", -descriptor, path) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", errno, path) }
            done += count
        }
    }

    private func read(_ descriptor: Int32, size: Int, _ path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: max(size, 1024) + 1)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", errno, path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private func failure(_ call: String, _ code: Int32, _ path: String) -> Refusal {
        let isFull = code == ENOSPC || code == EDQUOT
        let word = isFull ? "refusal.disk.full" : "refusal.disk.failed"
        return Refusal(isFull ? .full : .failed, word, ["path": path], cause: SystemError(call: call, code: code))
    }
}
