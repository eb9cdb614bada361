import Actions

/// The files and streams of whoever typed the command: the process itself, or the one at the other end of the
/// workspace's socket. A command opens nothing else.
protocol HostFiles: Sendable {
    /// Opens a file; nil when there is none.
    func open(_ path: String) async throws -> (any FileReader)?
    /// The names of the files in a folder, sorted; nil when there is no such folder.
    func names(in folder: String) async throws -> [String]?
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
    func names() async throws -> [String] { try await files.names(in: folder) ?? [] }
    func create(_ path: String) async throws -> any FileWriter { try await files.create(folder + "/" + path) }
}

/// The files of this process.
struct LocalFiles: HostFiles {
    func open(_ path: String) async throws -> (any FileReader)? {
        try await Blocking.run { try LocalReader(path, followsLinks: true) }
    }

    func names(in folder: String) async throws -> [String]? {
        try await Blocking.run { try Disk.fileNames(in: folder) }
    }

    func create(_ path: String) async throws -> any FileWriter {
        try await Blocking.run { try LocalWriter(path) }
    }

    func standardInput(limit: Int) async throws -> [UInt8] {
        try await Blocking.run { try LocalReader(descriptor: 0, "standard input").all(limit: limit) }
    }
}
