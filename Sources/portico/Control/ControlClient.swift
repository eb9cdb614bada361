import Actions
import Foundation
import Glibc
import Model
import Synchronization

/// The command's side of the socket: it sends its arguments, then does what it is asked with its own files.
struct ControlClient {
    private let descriptor: Int32

    /// Nil when nothing answers at the path.
    init?(path: String) {
        let opened = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { return nil }
        guard UnixSocket.connect(opened, path) else {
            Glibc.close(opened)
            return nil
        }
        descriptor = opened
    }

    /// Runs the command there and gives its exit code. Blocks until it ends.
    func run(_ arguments: [String], version: String, watched: Bool) throws -> Int32 {
        defer { Glibc.close(descriptor) }
        let request = Frame.Request(version: version, arguments: arguments, watched: watched)
        try Frame(.request, Array(JSONEncoder().encode(request))).send(to: descriptor)
        var files = OpenFiles()
        while let frame = try Frame.receive(from: descriptor) {
            switch frame.kind {
            case .output: try Disk.write(frame.body, to: 1, "standard output")
            case .complaint, .progress: try Disk.write(frame.body, to: 2, "standard error")
            case .exit: return Int32(frame.text) ?? Exit.failed.rawValue
            default: try files.answer(frame).send(to: descriptor)
            }
        }
        throw Refusal(.unavailable, "refusal.control.gone")
    }
}

/// The files that the other side has had opened, by a number of its own choosing.
private struct OpenFiles {
    private var readers: [UInt8: LocalReader] = [:]
    private var writers: [UInt8: LocalWriter] = [:]
    /// Folders that the command has taken, until it ends.
    private var taken: [FolderLock] = []

    /// Does what a question asks. The first byte of a question about an open file is the file's number.
    mutating func answer(_ frame: Frame) -> Frame {
        do {
            return try reply(frame)
        } catch let error as SystemError {
            return Frame(.error, "\(error.number) \(error.path)")
        } catch let refusal as Refusal where refusal.cause is SystemError {
            return (refusal.cause as? SystemError).map { Frame(.error, "\($0.number) \($0.path)") } ?? Frame(.error)
        } catch {
            return Frame(.error, "\(EIO) \(error)")
        }
    }

    private mutating func reply(_ frame: Frame) throws -> Frame {
        let number = frame.body.first ?? 0
        let rest = String(decoding: frame.body.dropFirst(), as: UTF8.self)
        switch frame.kind {
        case .open:
            guard let reader = try LocalReader(rest, followsLinks: true) else { return Frame(.nothing) }
            readers[number] = reader
        case .read: return Frame(.answer, try readers[number]?.read() ?? [])
        case .close: readers[number] = nil
        case .names:
            guard let names = try Disk.fileNames(in: rest) else { return Frame(.nothing) }
            return Frame(.answer, names.joined(separator: "\0"))
        case .create: writers[number] = try LocalWriter(rest)
        case .write: try writers[number]?.put(Array(frame.body.dropFirst()))
        case .finish:
            try writers[number]?.keep()
            writers[number] = nil
        case .discard: writers[number] = nil
        case .size:
            guard let size = Disk.size(rest) else { return Frame(.nothing) }
            return Frame(.answer, String(size))
        case .folders: return Frame(.answer, try Disk.folderNames(in: rest).joined(separator: "\0"))
        case .remove: try Disk.removeDurably(rest.split(separator: "\0").map(String.init))
        case .take:
            let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let share = RepositoryShare(rawValue: parts[0]) else { throw SystemError("socket", EPROTO) }
            guard let lock = try FolderLock(parts[1], share) else { return Frame(.nothing) }
            taken.append(lock)
        case .standardInput: return Frame(.answer, try LocalReader(descriptor: 0, "standard input").all(limit: Int(rest) ?? 0))
        default: throw SystemError("socket", EPROTO)
        }
        return Frame(.answer)
    }
}

/// Addresses of Unix sockets.
enum UnixSocket {
    /// Connects; false when nothing listens or the path is too long.
    static func connect(_ descriptor: Int32, _ path: String) -> Bool {
        with(path) { Glibc.connect(descriptor, $0, $1) == 0 } ?? false
    }

    /// Binds; false when it cannot.
    static func bind(_ descriptor: Int32, _ path: String) -> Bool {
        with(path) { Glibc.bind(descriptor, $0, $1) == 0 } ?? false
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { field in
            guard bytes.count < field.count else { return false }
            field.copyBytes(from: bytes)
            return true
        }
        guard fits else { return nil }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
