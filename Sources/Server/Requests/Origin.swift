import Foundation

/// Scheme, host and port of a URL (RFC 6454), compared as browsers do: lower case, without the scheme's own port.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: String
    /// With the port when it is not the scheme's own: `portal.example`, `127.0.0.1:8080`, `[::1]:8080`.
    public let host: String

    /// Nil when the scheme is another than http and https, or the host is none.
    public init?(scheme: String, host: String) {
        let scheme = scheme.lowercased()
        guard scheme == "http" || scheme == "https", let (name, port) = Origin.split(host.lowercased()) else { return nil }
        let own = scheme == "https" ? 443 : 80
        self.scheme = scheme
        self.host = port == nil || port == own ? name : name + ":" + String(port ?? own)
    }

    /// Reads `https://portal.example`; a slash at the end is allowed, a path, query or user is not.
    public init?(_ text: String) {
        guard let colon = text.range(of: "://") else { return nil }
        var host = text[colon.upperBound...]
        if host.hasSuffix("/") { host.removeLast() }
        self.init(scheme: String(text[..<colon.lowerBound]), host: String(host))
    }

    /// As the header `Origin` writes it, without a slash at the end.
    public var description: String { scheme + "://" + host }

    /// Whether what is sent is sealed on the way.
    public var isSecure: Bool { scheme == "https" }

    /// The same place under another host name (an agency's own); nil when that is no host.
    func with(host: String) -> Origin? { Origin(scheme: scheme, host: host) }

    /// Name and port of a host: letters, digits, hyphens and dots, or an IPv6 address in brackets.
    private static func split(_ host: String) -> (name: String, port: Int?)? {
        let bytes = Array(host.utf8)
        guard !bytes.isEmpty, bytes.count <= 255 + 6 else { return nil }
        var end: Int
        if bytes[0] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2,
                bytes[1..<close].allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { return nil }
            end = close + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            guard end > 0,
                bytes[..<end].allSatisfy({ $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "~") && Percent.isUnreserved($0) })
            else { return nil }
        }
        let name = String(decoding: bytes[..<end], as: UTF8.self)
        guard end < bytes.count else { return (name, nil) }
        let digits = bytes[(end + 1)...]
        guard bytes[end] == UInt8(ascii: ":"), (1...5).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(String(decoding: digits, as: UTF8.self)), (1...65535).contains(port)
        else { return nil }
        return (name, port)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
