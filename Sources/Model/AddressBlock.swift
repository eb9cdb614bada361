import Foundation

/// The part of an address that one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 one (RFC 6177: a
/// site gets at least that much, so single addresses mean nothing).
public enum AddressBlock {
    /// The address as people may keep it: without the last byte of an IPv4 address, the first 48 bits of an IPv6 one.
    public static func shortened(_ address: String) -> String {
        let block = of(address)
        let bytes = block.split(separator: ".", omittingEmptySubsequences: false)
        if bytes.count == 4, bytes.allSatisfy({ UInt8($0) != nil }) { return bytes.prefix(3).joined(separator: ".") + ".0/24" }
        guard block.hasSuffix("::/64") else { return "" }
        return block.split(separator: ":").prefix(3).joined(separator: ":") + "::/48"
    }

    /// The block as text; an address that cannot be read is its own block.
    public static func of(_ address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")) else { return address }
        // A zone such as %eth0 names an interface here, not the peer.
        let plain = address.prefix { $0 != "%" }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, String(plain), &bytes) == 1 else { return address }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255 {
            return bytes.suffix(4).map { String($0) }.joined(separator: ".")
        }
        return stride(from: 0, to: 8, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":") + "::/64"
    }
}
