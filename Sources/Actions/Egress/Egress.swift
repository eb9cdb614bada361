import Crypto
import Foundation
public import Model

/// The one way out: whatever connects to another machine asks here first, and gets a permit that nothing else makes.
///
/// A host is permitted when a processor of content/processors.yaml names it, and the contract with that processor is there, is
/// the one that was declared, and holds today (UTC). This very machine needs nobody's permission.
public struct Egress: Sendable {
    /// How a declared contract stands.
    public enum Standing: String, Sendable, CaseIterable {
        /// It is there and holds.
        case valid
        /// None is declared.
        case none
        /// Its file is not there.
        case missing
        /// The file is another than was declared.
        case changed
        /// Its last day is over.
        case expired
    }

    let processors: [Processor]
    /// The workspace's folder, below which contracts are.
    let root: String
    let world: World

    private static let here: Set<String> = ["localhost", "127.0.0.1", "::1"]

    /// Asks for a connection.
    /// - Throws: `Refusal(.forbidden)` when no processor has the host, or the contract does not hold.
    func permit(_ host: String, _ port: Int) throws -> EgressPermit {
        if Egress.here.contains(host.lowercased()) { return EgressPermit(host: host, port: port) }
        let place = "\(host):\(port)"
        guard let processor = processors.first(where: { $0.hosts.contains { $0.matches(host, port) } }) else {
            throw Refusal(.forbidden, "refusal.egress.host", ["host": place], hint: "hint.egress.declare")
        }
        let standing = standing(of: processor)
        guard standing == .valid else {
            throw Refusal(
                .forbidden, "refusal.egress.contract." + standing.rawValue, ["host": place, "name": processor.name],
                hint: "hint.egress.declare")
        }
        return EgressPermit(host: host, port: port)
    }

    /// How the contract with a processor stands today.
    public func standing(of processor: Processor) -> Standing {
        guard let contract = processor.contract else { return .none }
        guard let reader = try? LocalReader(root + "/" + contract.file, followsLinks: true),
            let bytes = try? reader.all(limit: 64 << 20)
        else { return .missing }
        guard Hex.text(Array(SHA256.hash(data: bytes))) == contract.sha256.lowercased() else { return .changed }
        return Day(world.now(), in: .gmt) <= contract.validUntil ? .valid : .expired
    }
}

/// That a connection to one host and port may be opened. `Egress.permit` alone makes one.
struct EgressPermit: Sendable, Hashable {
    let host: String
    let port: Int

    fileprivate init(host: String, port: Int) {
        (self.host, self.port) = (host, port)
    }
}
