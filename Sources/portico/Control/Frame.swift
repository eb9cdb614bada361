import Actions
import Foundation
import Glibc
import Model

/// One message on the workspace's socket: a length (u32, big-endian, of what follows), a kind, a body.
///
/// The server asks, the command answers: a question is answered before the next one. What is printed is not answered.
struct Frame: Sendable {
    enum Kind: UInt8, Sendable {
        /// Command to server, first: `Request` as JSON.
        case request = 1
        /// Command to server: bytes, or an empty yes.
        case answer = 2
        /// Command to server: there is no such file.
        case nothing = 3
        /// Command to server: errno as text, then the path.
        case error = 4

        /// Server to command, unanswered.
        case output = 16
        case complaint = 17
        case progress = 18
        /// The exit code as text; the last message.
        case exit = 19

        /// Server to command, each answered.
        case open = 32
        case read = 33
        case close = 34
        case names = 35
        case create = 36
        case write = 37
        case finish = 38
        case discard = 39
        case standardInput = 40
        case size = 41
        case folders = 42
        /// Paths with a zero byte between them.
        case remove = 43
        /// `alone` or `reading`, a space, the folder. What is taken is given back when the command ends.
        case take = 44
    }

    let kind: Kind
    let body: [UInt8]

    init(_ kind: Kind, _ body: [UInt8] = []) {
        (self.kind, self.body) = (kind, body)
    }

    init(_ kind: Kind, _ text: String) {
        self.init(kind, Array(text.utf8))
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The largest body that is taken.
    static let limit = 1 << 20

    /// Writes the frame to a socket; blocks.
    func send(to descriptor: Int32) throws {
        let length = UInt32(body.count + 1)
        var bytes: [UInt8] = (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32($0))) }
        bytes.append(kind.rawValue)
        try Disk.write(bytes + body, to: descriptor, "socket")
    }

    /// Reads the next frame; nil when the other end has closed. Blocks.
    static func receive(from descriptor: Int32) throws -> Frame? {
        guard let head = try read(5, from: descriptor) else { return nil }
        let length = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 1, length - 1 <= limit, let kind = Kind(rawValue: head[4]) else {
            throw SystemError("socket", EPROTO)
        }
        guard let body = try read(length - 1, from: descriptor) else { return nil }
        return Frame(kind, body)
    }

    private static func read(_ count: Int, from descriptor: Int32) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            var got = 0
            let wanted = count - bytes.count
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
                repeat { got = Glibc.read(descriptor, buffer.baseAddress, wanted) } while got < 0 && errno == EINTR
                initialized = max(0, got)
            }
            if got < 0 { throw SystemError("socket", errno) }
            if got == 0 { return nil }
            bytes += piece
        }
        return bytes
    }

    /// What a command asks of the process that owns the workspace.
    struct Request: Codable, Sendable {
        /// The program's version on this side; the other side refuses another one.
        let version: String
        /// The command line, without the program's name.
        let arguments: [String]
        /// Whether somebody watches progress.
        let watched: Bool
    }
}
