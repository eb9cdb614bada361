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
    /// The length of a file; nil when there is none.
    func size(of path: String) async throws -> Int64?
    /// The names of the folders in a folder, sorted.
    func folders(in folder: String) async throws -> [String]
    /// Removes files and empty folders; durable when it returns.
    func remove(_ paths: [String]) async throws
    /// Takes a folder that holds a repository of backups; nil while somebody else has it. See `RepositoryFolder.take`.
    func take(_ folder: String, _ share: RepositoryShare) async throws -> (any RepositoryHold)?
}

/// A folder of whoever typed the command.
struct HostFolder: RepositoryFolder {
    let host: any HostFiles
    let path: String

    /// - Parameter path: absolute.
    init(files host: any HostFiles, folder path: String) {
        (self.host, self.path) = (host, path)
    }

    func open(_ name: String) async throws -> (any FileReader)? { try await host.open(path + "/" + name) }
    func names() async throws -> [String] { try await host.names(in: path) ?? [] }
    func create(_ name: String) async throws -> any FileWriter { try await host.create(path + "/" + name) }
    func size(of name: String) async throws -> Int64? { try await host.size(of: path + "/" + name) }
    func files(in folder: String) async throws -> [String] { try await host.names(in: path + "/" + folder) ?? [] }
    func folders() async throws -> [String] { try await host.folders(in: path) }
    func remove(_ names: [String]) async throws { try await host.remove(names.map { path + "/" + $0 }) }
    func take(_ share: RepositoryShare) async throws -> (any RepositoryHold)? { try await host.take(path, share) }
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

    func size(of path: String) async throws -> Int64? {
        try await Blocking.run { Disk.size(path) }
    }

    func folders(in folder: String) async throws -> [String] {
        try await Blocking.run { try Disk.folderNames(in: folder) }
    }

    func remove(_ paths: [String]) async throws {
        try await Blocking.run { try Disk.removeDurably(paths) }
    }

    func take(_ folder: String, _ share: RepositoryShare) async throws -> (any RepositoryHold)? {
        try await Blocking.run { try FolderLock(folder, share) }
    }
}
