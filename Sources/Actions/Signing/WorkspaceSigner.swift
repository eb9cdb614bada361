import Crypto
import Foundation
public import Model

/// The workspace's own signature (Ed25519, RFC 8032) under what people take along and want to prove later. The key is that of the audit
/// log's checkpoints, which is published with them: whoever has a receipt finds the key elsewhere than in it.
public struct WorkspaceSigner: Sendable {
    private let key: CheckpointKey

    /// 32 bytes.
    public var publicKey: [UInt8] { key.rawPublicKey }

    /// - Parameter folder: the folder of the keys; the key is made there at the first use.
    /// - Throws: `Refusal(.configuration)` when the file is no key.
    public init(folder: String, world: World) throws {
        key = try CheckpointKey.load(folder, world)
    }

    /// The public key, when there is a key; nothing is made.
    public static func publicKey(in folder: String) throws -> [UInt8]? {
        guard Disk.status(folder + "/" + CheckpointKey.file) != nil else { return nil }
        return try WorkspaceSigner(folder: folder, world: .real).publicKey
    }

    /// 64 bytes.
    public func sign(_ bytes: [UInt8]) throws -> [UInt8] { try key.sign(bytes) }

    /// Whether a signature is that of a key.
    public static func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(Data(signature), for: Data(bytes))
    }
}
