import Foundation
import Glibc

/// The files and streams of whoever typed the command: the process itself, or the one at the other end of the
/// workspace's socket. A command opens nothing else.
protocol HostFiles: Sendable {
    /// Opens a file for reading; nil when there is none.
    func open(_ path: String) async throws -> (any HostReader)?
    /// The names in a folder, sorted; nil when there is none. A folder's name ends in `/`.
    func list(_ folder: String) async throws -> [String]?
    /// Creates a file (0600), its folders (0700) with it. It appears under its name, durable, when it is finished.
    func create(_ path: String) async throws -> any HostWriter
    /// All of standard input, at most that many bytes.
    func standardInput(limit: Int) async throws -> [UInt8]
}

/// A file being read. One owner.
protocol HostReader: Sendable {
    /// The next bytes, at most 256 KiB; empty at the end.
    func next() async throws -> [UInt8]
    func close() async
}

/// A file being written. One owner.
protocol HostWriter: Sendable {
    func write(_ bytes: [UInt8]) async throws
    /// Makes the file durable under its name.
    func finish() async throws
    /// Leaves nothing behind.
    func discard() async
}

/// How many bytes one read gives at most.
let hostReadSize = 256 * 1024

/// What the system said of a file.
struct HostFileError: Error, CustomStringConvertible {
    let path: String
    let number: Int32

    var description: String { "\(path): \(String(cString: strerror(number)))" }
}
