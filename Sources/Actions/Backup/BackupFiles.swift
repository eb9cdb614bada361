/// Where a backup is written to: a folder of this process, or one at the other end of the command's socket.
public protocol BackupSink: Sendable {
    /// Creates a file below the folder, with the folders on its way. It appears under its name, durable, when finished.
    func create(_ path: String) async throws -> any BackupWriter
    /// Whether the folder holds a file of that name already.
    func has(_ path: String) async throws -> Bool
}

/// A file being written. One owner.
public protocol BackupWriter: Sendable {
    func write(_ bytes: [UInt8]) async throws
    /// Makes the file durable under its name.
    func finish() async throws
    /// Leaves nothing behind.
    func discard() async
}

/// Where a backup is read from.
public protocol BackupSource: Sendable {
    /// Opens a file below the folder; nil when there is none.
    func open(_ path: String) async throws -> (any BackupReader)?
    /// Every file below the folder, as paths relative to it.
    func list() async throws -> [String]
}

/// A file being read. One owner.
public protocol BackupReader: Sendable {
    /// The next bytes, at most 256 KiB; empty at the end.
    func next() async throws -> [UInt8]
    func close() async
}
