import NIOHTTP1

/// The head of a request is refused when two readers could understand it differently (RFC 9112, 3.2 and 6.3; ASVS 4.2.1).
/// The decoder has already refused bad syntax, two lengths, a length beside chunks, bare LF and folded lines.
enum Framing {
    /// Why a head was refused: always 400, and the connection closes.
    enum Fault: String, Error {
        case host, target, length, encoding, version, expectation, method
    }

    /// - Throws: `Fault`.
    static func check(_ head: HTTPRequestHead) throws {
        guard head.version == .http1_1 || head.version == .http1_0 else { throw Fault.version }
        // A target in absolute form names a host a second time; only proxies need it.
        guard head.uri.utf8.first == UInt8(ascii: "/") else { throw Fault.target }
        let hosts = head.headers["Host"]
        guard hosts.count == 1, let host = hosts.first, Origin(scheme: "http", host: host) != nil else { throw Fault.host }
        let lengths = head.headers["Content-Length"]
        let encodings = head.headers["Transfer-Encoding"]
        guard lengths.count <= 1, encodings.isEmpty || lengths.isEmpty else { throw Fault.length }
        if let length = lengths.first {
            guard (1...18).contains(length.utf8.count), length.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw Fault.length
            }
        }
        if let encoding = encodings.first {
            guard encodings.count == 1, encoding.lowercased() == "chunked", head.version == .http1_1 else { throw Fault.encoding }
        }
        let expectations = head.headers["Expect"]
        guard expectations.isEmpty || expectations.map({ $0.lowercased() }) == ["100-continue"] else { throw Fault.expectation }
    }
}
