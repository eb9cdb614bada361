import CLinux
import Glibc
import Model

/// An export that waits to be taken away: its bytes are on the disk under no name, and gone when nobody holds it any more.
public struct ExportedFile: Sendable {
    /// Bytes.
    public let size: Int64
    private let reader: LocalReader

    fileprivate init(_ reader: LocalReader, size: Int64) {
        (self.reader, self.size) = (reader, size)
    }

    /// The bytes, once.
    public var bytes: FileBytes { FileBytes(reader) }
}

extension OpenAgency {
    /// Has an export written and opens it.
    func exportFile(_ write: (any FileWriter) async throws -> ExportReport) async throws -> ExportedFile {
        let folder = settings.data + "/.export-" + world.uuid()
        let path = folder + "/export.zip"
        defer { try? Disk.removeTree(folder) }
        _ = try await write(try await Blocking.run { try LocalWriter(path) })
        return try await Blocking.run {
            guard let reader = try LocalReader(path), let status = Disk.status(path) else {
                throw Refusal(.failed, "refusal.archive.damaged")
            }
            return ExportedFile(reader, size: Int64(status.st_size))
        }
    }
}
