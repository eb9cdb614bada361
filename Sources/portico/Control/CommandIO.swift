import Actions
import Foundation
import Model

/// Where a command's words go and its files come from.
protocol CommandIO: Sendable {
    /// A line on standard output.
    func line(_ text: String) async throws
    /// Bytes on standard output, as they are.
    func bytes(_ bytes: [UInt8]) async throws
    /// A line on standard error.
    func complain(_ text: String) async throws
    /// Replaces the line of progress, when somebody watches. At most five times a second.
    func progress(_ text: String) async throws
    var files: any HostFiles { get }
}

extension CommandIO {
    /// One JSON object on a line of standard output, keys sorted.
    func json(_ value: some Encodable) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try await line(String(decoding: encoder.encode(value), as: UTF8.self))
    }
}

/// This process's own terminal.
final class LocalIO: CommandIO {
    let files: any HostFiles = LocalFiles()
    private let watched: Bool

    /// - Parameter watched: whether standard error is a terminal, so that progress may be shown.
    init(watched: Bool) {
        self.watched = watched
    }

    func line(_ text: String) async throws {
        try Self.write(1, Array((text + "\n").utf8))
    }

    func bytes(_ bytes: [UInt8]) async throws {
        try await Blocking.run { try Self.write(1, bytes) }
    }

    func complain(_ text: String) async throws {
        try Self.write(2, Array(((watched ? "\r\u{1B}[K" : "") + text + "\n").utf8))
    }

    func progress(_ text: String) async throws {
        if watched { try Self.write(2, Array(("\r\u{1B}[K" + text).utf8)) }
    }

    static func write(_ descriptor: Int32, _ bytes: [UInt8]) throws {
        try Disk.write(bytes, to: descriptor, descriptor == 1 ? "standard output" : "standard error")
    }
}

/// A line on this process's standard output, at once even where that is a pipe.
func say(_ text: String) {
    try? LocalIO.write(1, Array((text + "\n").utf8))
}
