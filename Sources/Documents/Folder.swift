import CLinux
import Foundation
import Glibc
import Model

/// An open file or folder, closed when nobody holds it any more.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}

/// A system call that failed: the error number and what was tried. For the log.
struct SystemTrouble: Error, CustomStringConvertible {
    let code: Int32
    let call: String

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// The system calls of the store. Everything below the agency's folder is opened by openat2(2), which refuses to follow any link
/// or leave the folder, and everything else is done with one plain name in an open folder.
enum Files {
    private static let beneath =
        UInt64(RESOLVE_BENEATH) | UInt64(RESOLVE_NO_SYMLINKS) | UInt64(RESOLVE_NO_MAGICLINKS)

    static func trouble(_ call: String, _ code: Int32 = errno) -> SystemTrouble { SystemTrouble(code: code, call: call) }

    /// Opens one name below a folder.
    static func open(_ name: String, in folder: Descriptor, _ flags: Int32, mode: UInt64 = 0) throws -> Descriptor {
        let number = clinux_openat2(folder.number, name, UInt64(UInt32(bitPattern: flags)), mode, beneath)
        guard number >= 0 else { throw trouble("openat2 \(name)", -number) }
        return Descriptor(number)
    }

    static func openFolder(_ name: String, in folder: Descriptor) throws -> Descriptor {
        try open(name, in: folder, O_RDONLY | O_DIRECTORY)
    }

    /// Opens the outermost folder and makes it, 0700, with all that is missing above it. What is made is on disk when this
    /// returns.
    static func root(_ path: String) throws -> Descriptor {
        try makeFolders(path)
        let number = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { throw trouble("open \(path)") }
        return Descriptor(number)
    }

    private static func makeFolders(_ path: String) throws {
        if mkdir(path, 0o700) == 0 { return try synchronizeFolder(above: path) }
        switch errno {
        case EEXIST: return
        case ENOENT:
            let above = (path as NSString).deletingLastPathComponent
            guard !above.isEmpty, above != path else { throw trouble("mkdir \(path)", ENOENT) }
            try makeFolders(above)
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw trouble("mkdir \(path)") }
            try synchronizeFolder(above: path)
        default: throw trouble("mkdir \(path)")
        }
    }

    private static func synchronizeFolder(above path: String) throws {
        let above = (path as NSString).deletingLastPathComponent
        let number = Glibc.open(above.isEmpty ? "." : above, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw trouble("open \(above)") }
        let folder = Descriptor(number)
        guard fsync(folder.number) == 0 else { throw trouble("fsync \(above)") }
    }

    /// Writes all of it at the end of what was written.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: Descriptor) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(file.number, part.baseAddress, part.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw trouble("write")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Fills the buffer from a place in a file; fewer bytes only at the file's end.
    static func read(_ file: Descriptor, at place: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = pread(file.number, room.baseAddress, room.count, off_t(place) + off_t(filled))
            if count < 0 {
                if errno == EINTR { continue }
                throw trouble("read")
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    static func status(_ file: Descriptor) throws -> stat {
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw trouble("fstat") }
        return status
    }

    /// The names in a folder, sorted, without `.` and `..`.
    static func names(in folder: Descriptor) throws -> [String] {
        // A descriptor of its own, from the start of the list: the stream closes it.
        let again = clinux_openat2(folder.number, ".", UInt64(UInt32(bitPattern: O_RDONLY | O_DIRECTORY)), 0, beneath)
        guard again >= 0 else { throw trouble("openat2 .", -again) }
        guard let stream = fdopendir(again) else {
            defer { close(again) }
            throw trouble("fdopendir")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw trouble("readdir") }
                return names.sorted()
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Bytes that may still be written to the disk by us, and the size of the disk.
    static func space(_ folder: Descriptor) throws -> (free: Int64, total: Int64) {
        var status = statvfs()
        guard fstatvfs(folder.number, &status) == 0 else { throw trouble("fstatvfs") }
        let unit = Int64(clamping: status.f_frsize)
        func bytes(_ blocks: UInt) -> Int64 {
            let (product, overflow) = Int64(clamping: blocks).multipliedReportingOverflow(by: unit)
            return overflow ? .max : product
        }
        return (bytes(status.f_bavail), bytes(status.f_blocks))
    }
}
