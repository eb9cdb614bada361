import HTTPTypes

/// Which peers are proxies of ours, and what their X-Forwarded-* fields say. Nobody else's count.
struct Proxies: Sendable {
    private let addresses: Set<String>

    /// - Parameter addresses: IP addresses, as the operator named them.
    init(_ addresses: [String]) {
        self.addresses = Set(addresses.map(Proxies.plain))
    }

    func contains(_ peer: String) -> Bool { addresses.contains(Proxies.plain(peer)) }

    /// The client's address: the last forwarded one that is not a proxy of ours, else the peer's.
    func client(of peer: String, _ fields: HTTPFields) -> String {
        guard contains(peer) else { return peer }
        let chain = fields[values: .forwardedFor].flatMap { $0.split(separator: ",") }.map { String($0.trimmed) }
        for address in chain.reversed() where !contains(address) {
            // Whoever writes something else than an address there gets no bucket of their own.
            return Proxies.isAddress(address) ? address : peer
        }
        return peer
    }

    /// The origin by which a request came; nil when its fields make none.
    /// - Parameter base: what `base_url` says: its scheme is taken for a proxy that names none.
    func origin(of peer: String, host: String, _ fields: HTTPFields, isSecure: Bool, base: Origin) -> Origin? {
        guard contains(peer) else { return Origin(scheme: isSecure ? "https" : "http", host: host) }
        let schemes = fields[values: .forwardedProto]
        let hosts = fields[values: .forwardedHost]
        guard schemes.count <= 1, hosts.count <= 1 else { return nil }
        return Origin(scheme: schemes.first ?? base.scheme, host: hosts.first ?? host)
    }

    /// Whether a text has only the characters of an IPv4 or IPv6 address.
    static func isAddress(_ text: String) -> Bool {
        let bytes = text.utf8
        return (2...45).contains(bytes.count)
            && bytes.allSatisfy {
                switch $0 {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                    UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }

    /// IPv4 addresses of a socket for both families look like `::ffff:10.0.0.1`.
    private static func plain(_ address: String) -> String {
        let lower = address.lowercased()
        return lower.hasPrefix("::ffff:") && lower.contains(".") ? String(lower.dropFirst(7)) : lower
    }
}
