import Foundation
import Glibc

/// A connection of bytes, without any idea of HTTP: what a rude client has. Blocking calls run on threads of their own.
final class RawClient: Sendable {
    private let descriptor: Int32

    /// - Parameters:
    ///   - port: of the server on 127.0.0.1.
    ///   - receiveBuffer: bytes the kernel keeps for us; small for a client that does not read.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failed(code: errno) }
    }

    deinit { close(descriptor) }

    struct Failed: Error { let code: Int32 }

    /// Sends everything; false when the server closed.
    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool {
        await RawClient.offPool { [descriptor] in
            var at = 0
            while at < bytes.count {
                let sent = bytes[at...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if sent <= 0 { return false }
                at += sent
            }
            return true
        }
    }

    @discardableResult
    func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

    /// Ends our side.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What comes next, at most `count` bytes; nil after `seconds` without any; empty when the server has closed.
    func receive(_ count: Int = 65_536, seconds: Double = 10) async -> [UInt8]? {
        await RawClient.offPool { [descriptor] in
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, Int32(seconds * 1000)) > 0 else { return nil }
            var buffer = [UInt8](repeating: 0, count: count)
            let got = recv(descriptor, &buffer, count, 0)
            return got > 0 ? Array(buffer[..<got]) : []
        }
    }

    /// Everything until the server closes; nil when it does not within `seconds` of silence.
    func receiveAll(seconds: Double = 10) async -> [UInt8]? {
        var all: [UInt8] = []
        while true {
            guard let bytes = await receive(seconds: seconds) else { return nil }
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// One whole answer; nil when none comes.
    func answer(toHead: Bool = false, seconds: Double = 120) async -> Answer? {
        var all: [UInt8] = []
        while true {
            if let answer = Answer(all, isHead: toHead) { return answer }
            guard let bytes = await receive(seconds: seconds), !bytes.isEmpty else { return nil }
            all += bytes
        }
    }

    private static func offPool<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }
}

/// An answer as it came over the wire.
struct Answer: Sendable, Equatable {
    var status: Int
    /// In the order in which they came, names lower-case.
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    static func == (one: Answer, other: Answer) -> Bool {
        one.status == other.status && one.body == other.body && one.comparable == other.comparable
    }

    /// The fields that must be equal when two answers are "the same bytes".
    var comparable: [String] {
        fields.filter { $0.name != "request-id" && $0.name != "date" }.map { $0.name + ": " + $0.value }
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Nil while bytes are missing. Bodies need a length: we never send chunks.
    init?(_ bytes: [UInt8], isHead: Bool = false) {
        guard
            let end = (0..<max(0, bytes.count - 3)).first(where: {
                bytes[$0] == 13 && bytes[$0...].starts(with: [13, 10, 13, 10])
            })
        else { return nil }
        var lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let first = lines.removeFirst().split(separator: " ", maxSplits: 2)
        guard first.count >= 2, let status = Int(first[1]) else { return nil }
        self.status = status
        fields = lines.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (line[..<colon].lowercased(), line[colon...].dropFirst().drop { $0 == " " }.description)
        }
        let length = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        let hasBody = !isHead && status != 304 && status != 204 && status >= 200
        body = Array(bytes[(end + 4)...].prefix(hasBody ? length : 0))
        guard !hasBody || body.count == length else { return nil }
    }
}
