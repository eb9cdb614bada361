import Glibc
import HTTPTypes

/// Which peers are proxies of ours, and what their X-Forwarded-* fields say. Nobody else's count.
public struct Proxies: Sendable {
    private let addresses: Set<String>

    /// - Parameter addresses: IP addresses, as the operator named them.
    init(_ addresses: [String]) {
        self.addresses = Set(addresses.map(Proxies.plain))
    }

    func contains(_ peer: String) -> Bool { !addresses.isEmpty && addresses.contains(Proxies.plain(peer)) }

    /// The client's address: the last forwarded one that is not a proxy of ours, else the peer's.
    func client(of peer: String, _ fields: some HeaderFields) -> String {
        guard contains(peer) else { return peer }
        let chain = fields.lines(.forwardedFor).flatMap { $0.split(separator: ",") }.map { String($0.trimmed) }
        for address in chain.reversed() where !contains(address) {
            // Whoever writes something else than an address there gets no bucket of their own.
            return Proxies.canonical(address) ?? peer
        }
        return peer
    }

    /// The origin by which a request came; nil when its fields make none.
    /// - Parameter base: what `base_url` says: its scheme is taken for a proxy that names none.
    func origin(of peer: String, host: String, _ fields: some HeaderFields, isSecure: Bool, base: Origin) -> Origin? {
        guard contains(peer) else { return Origin(scheme: isSecure ? "https" : "http", host: host) }
        let schemes = fields.lines(.forwardedProto)
        let hosts = fields.lines(.forwardedHost)
        guard schemes.count <= 1, hosts.count <= 1 else { return nil }
        return Origin(scheme: schemes.first ?? base.scheme, host: hosts.first ?? host)
    }

    /// Whether a text is an IPv4 or IPv6 address, with or without a port.
    public static func isAddress(_ text: String) -> Bool { canonical(text) != nil }

    /// The one spelling of an address, without the port that some proxies add to it; nil when it is none.
    private static func canonical(_ text: String) -> String? {
        var host = text[...]
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            host = host[host.index(after: host.startIndex)..<end]
        } else if let colon = host.firstIndex(of: ":"), host.lastIndex(of: ":") == colon {
            host = host[..<colon]
        }
        guard host.utf8.count <= 45 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        for family in [AF_INET, AF_INET6] where inet_pton(family, String(host), &bytes) == 1 {
            guard inet_ntop(family, &bytes, &buffer, socklen_t(buffer.count)) != nil else { return nil }
            let address = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            // IPv4 addresses of a socket for both families look like `::ffff:10.0.0.1`.
            return address.hasPrefix("::ffff:") && address.contains(".") ? String(address.dropFirst(7)) : address
        }
        return nil
    }

    private static func plain(_ address: String) -> String { canonical(address) ?? address }
}
