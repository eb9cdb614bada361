import Actions
import Foundation
import Glibc
import Model
import Synchronization

/// The terminal and files of a command at the other end of the socket. Every question waits for its answer, so the
/// connection's work runs one after the other on a queue of its own.
final class RemoteIO: CommandIO, HostFiles {
    private let descriptor: Int32
    private let watched: Bool
    private let queue = DispatchQueue(label: "portico.control.connection")
    private let last = Mutex<UInt8>(0)

    init(descriptor: Int32, watched: Bool) {
        (self.descriptor, self.watched) = (descriptor, watched)
    }

    var files: any HostFiles { self }

    func line(_ text: String) async throws { try await bytes(Array((text + "\n").utf8)) }

    func bytes(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        repeat {
            try await tell(Frame(.output, Array(rest.prefix(FilePiece.size))))
            rest = rest.dropFirst(FilePiece.size)
        } while !rest.isEmpty
    }

    func complain(_ text: String) async throws {
        try await tell(Frame(.complaint, (watched ? "\r\u{1B}[K" : "") + text + "\n"))
    }

    func progress(_ text: String) async throws {
        if watched { try await tell(Frame(.progress, "\r\u{1B}[K" + text)) }
    }

    func exit(_ code: Int32) async throws {
        try await tell(Frame(.exit, String(code)))
    }

    // MARK: Files

    func open(_ path: String) async throws -> (any FileReader)? {
        let number = next()
        return try await ask(.open, number, Array(path.utf8)) == nil ? nil : RemoteFile(io: self, number: number)
    }

    func names(in folder: String) async throws -> [String]? {
        try await ask(.names, 0, Array(folder.utf8))?.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    func create(_ path: String) async throws -> any FileWriter {
        let number = next()
        _ = try await ask(.create, number, Array(path.utf8))
        return RemoteFile(io: self, number: number)
    }

    func standardInput(limit: Int) async throws -> [UInt8] {
        try await ask(.standardInput, 0, Array(String(limit).utf8)) ?? []
    }

    func size(of path: String) async throws -> Int64? {
        try await ask(.size, 0, Array(path.utf8)).flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    func folders(in folder: String) async throws -> [String] {
        (try await ask(.folders, 0, Array(folder.utf8)) ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    func remove(_ paths: [String]) async throws {
        // Far below what one message holds.
        for start in stride(from: 0, to: paths.count, by: 200) {
            let some = paths[start..<min(start + 200, paths.count)]
            _ = try await ask(.remove, 0, Array(some.joined(separator: "\0").utf8))
        }
    }

    func take(_ folder: String, _ share: RepositoryShare) async throws -> (any RepositoryHold)? {
        try await ask(.take, 0, Array("\(share.rawValue) \(folder)".utf8)) == nil ? nil : RemoteHold()
    }

    // MARK: The wire

    /// Asks and waits; nil when there is no such file.
    fileprivate func ask(_ kind: Frame.Kind, _ number: UInt8, _ body: [UInt8] = []) async throws -> [UInt8]? {
        let descriptor = self.descriptor
        return try await onQueue {
            try Frame(kind, [number] + body).send(to: descriptor)
            guard let answer = try Frame.receive(from: descriptor) else {
                throw SystemError("socket", EPIPE)
            }
            switch answer.kind {
            case .answer: return answer.body
            case .nothing: return nil
            case .error: throw RemoteIO.error(answer.text)
            default: throw SystemError("socket", EPROTO)
            }
        }
    }

    private func tell(_ frame: Frame) async throws {
        let descriptor = self.descriptor
        try await onQueue { try frame.send(to: descriptor) }
    }

    private func onQueue<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    /// A number for a file: at most 255 are open at once, and they are used in turn.
    private func next() -> UInt8 {
        last.withLock { last in
            last = last == .max ? 1 : last + 1
            return last
        }
    }

    private static func error(_ text: String) -> Refusal {
        let parts = text.split(separator: " ", maxSplits: 1)
        return SystemError(parts.count == 2 ? String(parts[1]) : "", parts.first.flatMap { Int32($0) } ?? EIO).refusal
    }
}

/// A file at the other end.
private struct RemoteFile: FileReader, FileWriter {
    let io: RemoteIO
    let number: UInt8

    func next() async throws -> [UInt8] { try await io.ask(.read, number) ?? [] }
    func close() async { _ = try? await io.ask(.close, number) }
    func write(_ bytes: [UInt8]) async throws {
        for start in stride(from: 0, to: bytes.count, by: FilePiece.size) {
            _ = try await io.ask(.write, number, Array(bytes[start..<min(start + FilePiece.size, bytes.count)]))
        }
    }
    func finish() async throws { _ = try await io.ask(.finish, number) }
    func discard() async { _ = try? await io.ask(.discard, number) }
}

/// A folder that the command at the other end has taken: it gives it back when it ends.
private struct RemoteHold: RepositoryHold {
    func release() {}
}
