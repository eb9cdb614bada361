/// Files by their path below some folder: one of this machine, or one at the other end of a command's socket.
public protocol FileSource: Sendable {
    /// Opens a file; nil when there is none.
    func open(_ path: String) async throws -> (any FileReader)?
    /// The names of the files at the top, sorted.
    func names() async throws -> [String]
}

/// A folder that is written to as well.
public protocol FileFolder: FileSource {
    /// Creates a file (0600) with the folders on its way (0700). It appears under its name, durable, when finished.
    func create(_ path: String) async throws -> any FileWriter
}

extension FileSource {
    /// Whether there is a file of that name.
    func has(_ path: String) async throws -> Bool {
        guard let reader = try await open(path) else { return false }
        await reader.close()
        return true
    }
}

/// A file being read, in order. One owner.
public protocol FileReader: Sendable {
    /// The next bytes, at most `FilePiece.size`; empty at the end.
    func next() async throws -> [UInt8]
    func close() async
}

/// A file being written. One owner.
public protocol FileWriter: Sendable {
    func write(_ bytes: [UInt8]) async throws
    /// Makes the file durable under its name.
    func finish() async throws
    /// Leaves nothing behind.
    func discard() async
}

/// How files are read.
public enum FilePiece {
    /// Bytes that one read gives at most.
    public static let size = 256 * 1024
}

/// A file as a sequence of its bytes, read once.
public struct FileBytes: AsyncSequence, Sendable {
    private let reader: any FileReader

    /// - Parameter reader: from where it stands; read here and nowhere else.
    public init(_ reader: any FileReader) {
        self.reader = reader
    }

    /// Its bytes, once: a second time goes on where the first one ended.
    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    /// Goes through the pieces as they are read.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let reader: any FileReader

        /// The next piece; nil at the end.
        /// - Throws: what its reader throws.
        public mutating func next() async throws -> [UInt8]? {
            let bytes = try await reader.next()
            if !bytes.isEmpty { return bytes }
            await reader.close()
            return nil
        }
    }
}
