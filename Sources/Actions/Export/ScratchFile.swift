import CLinux
import Glibc
import Model

/// A file of the scratch folder of an export: written once, read once, gone with its folder. One owner.
final class ScratchFile {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        if let slash = path.lastIndex(of: "/") { try Disk.makeFolders(String(path[..<slash])) }
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Disk.refusal(path, errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ add: (inout [UInt8]) -> Void) throws {
        add(&buffer)
        if buffer.count >= FilePiece.size { try flush() }
    }

    func finish() throws {
        try flush()
        close(descriptor)
        descriptor = -1
    }

    private func flush() throws {
        try Disk.write(buffer, to: descriptor, path)
        buffer.removeAll(keepingCapacity: true)
    }
}
