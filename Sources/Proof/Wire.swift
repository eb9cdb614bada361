import Actions
import Foundation
import Glibc

/// The way to the server: HTTP over the loopback, each request on a connection of its own, each answer as it came.
public struct Wire: Sendable {
    /// What is sent.
    public struct Request: Sendable {
        /// `GET`, `POST`.
        public var method: String
        /// With the query.
        public var path: String
        /// In the order in which they are sent.
        public var headers: [(name: String, value: String)]
        /// What is sent after the head.
        public var body: [UInt8]
    }

    /// What came back.
    public struct Answer: Sendable {
        /// As in HTTP.
        public var status: Int
        /// In the order in which they came, names lower-case.
        public var headers: [(name: String, value: String)]
        /// What came after the head.
        public var body: [UInt8]

        /// The body as UTF-8.
        public var text: String { String(decoding: body, as: UTF8.self) }

        /// The first field of that name, lower case; nil: there is none.
        public subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

        /// Every value of a header, by its name in lower case.
        public func all(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

        /// What two answers are compared by: all but what differs each time.
        var comparable: String {
            let fields = headers.filter { !["date", "request-id"].contains($0.name) }.map { "\($0.name): \($0.value)" }
            return ([String(status)] + fields + [text]).joined(separator: "\n")
        }
    }

    let port: Int
    /// Scheme, host and port by which people come; requests say that they came by it, as a proxy says it.
    let baseURL: String
    /// Where requests say that they come from, as a proxy says it. Every run has a network of its own, out of those that nobody has
    /// (RFC 3849): no run has to wait because of what another one guessed.
    var address: String
    /// What is done to requests on their way: nothing, but for a sabotage.
    var alter: @Sendable (Request) -> Request = { $0 }
    /// What is done to answers before anybody sees them: nothing, but for a sabotage.
    var tamper: @Sendable (Request, Answer) -> Answer = { $1 }

    var authority: String { String(baseURL.drop { $0 != "/" }.dropFirst(2)) }
    var isSecure: Bool { baseURL.hasPrefix("https:") }

    /// - Throws: `Failing` when no whole answer comes within twenty seconds.
    func send(_ typed: Request) async throws -> Answer {
        let request = alter(typed)
        var head = "\(request.method) \(request.path) HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n"
        head +=
            "X-Forwarded-Proto: \(isSecure ? "https" : "http")\r\nX-Forwarded-Host: \(authority)\r\nX-Forwarded-For: \(address)\r\n"
        for (name, value) in request.headers { head += "\(name): \(value)\r\n" }
        if !request.body.isEmpty || request.method == "POST" { head += "Content-Length: \(request.body.count)\r\n" }
        let (bytes, port) = (Array((head + "\r\n").utf8) + request.body, port)
        let came = try await Blocking.run { try Wire.exchange(bytes, port: port) }
        guard let answer = Wire.parse(came) else { throw Failing("\(request.method) \(request.path): no whole answer came") }
        return tamper(request, answer)
    }

    private static func exchange(_ bytes: [UInt8], port: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failing("no socket: \(errno)") }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isOpen = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isOpen else { throw Failing("the server does not answer: \(errno)") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            // Whoever is refused early need not be heard out; the answer is there.
            if sent <= 0 { break }
            rest = rest.dropFirst(sent)
        }
        var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { all += buffer[..<count] }
        return all
    }

    /// RFC 9112: a head, then a body of so many bytes, in chunks, or until the end.
    private static func parse(_ bytes: [UInt8]) -> Answer? {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        let answer = Answer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
        guard answer["transfer-encoding"] == "chunked" else { return answer }
        var (plain, rest) = ([UInt8](), answer.body[...])
        while let line = rest.firstIndex(of: 13), let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16) {
            let start = line + 2
            guard size > 0 else { return Answer(status: status, headers: headers, body: plain) }
            guard start + size + 2 <= rest.endIndex else { return nil }
            plain += rest[start..<start + size]
            rest = rest[(start + size + 2)...]
        }
        return nil
    }
}
