import Actions

/// The files and streams of whoever typed the command: the process itself, or the one at the other end of the
/// workspace's socket. A command opens nothing else.
protocol HostFiles: Sendable {
    /// Opens a file; nil when there is none.
    func open(_ path: String) async throws -> (any FileReader)?
    /// Whether there is such a folder.
    func isFolder(_ path: String) async throws -> Bool
    /// Creates a file (0600), its folders (0700) with it. It appears under its name, durable, when it is finished.
    func create(_ path: String) async throws -> any FileWriter
    /// All of standard input, at most that many bytes.
    func standardInput(limit: Int) async throws -> [UInt8]
}

/// A folder of whoever typed the command.
struct HostFolder: FileFolder {
    let files: any HostFiles
    let folder: String

    func open(_ path: String) async throws -> (any FileReader)? { try await files.open(folder + "/" + path) }
    func create(_ path: String) async throws -> any FileWriter { try await files.create(folder + "/" + path) }
}

/// The files of this process.
struct LocalFiles: HostFiles {
    func open(_ path: String) async throws -> (any FileReader)? {
        try await Blocking.run { try LocalReader(path, followsLinks: true) }
    }

    func isFolder(_ path: String) async throws -> Bool {
        try await Blocking.run { Disk.isFolder(path + "/.") }
    }

    func create(_ path: String) async throws -> any FileWriter {
        try await Blocking.run { try LocalWriter(path) }
    }

    func standardInput(limit: Int) async throws -> [UInt8] {
        try await Blocking.run { try LocalReader(descriptor: 0, "standard input").all(limit: limit) }
    }
}
