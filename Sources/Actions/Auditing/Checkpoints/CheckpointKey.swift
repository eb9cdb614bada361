import Crypto
import Foundation
import Model

/// The key that signs checkpoints (Ed25519): `keys/checkpoint.key`, made at the first use, 0400, backed up with the keys.
struct CheckpointKey: Sendable {
    static let file = "checkpoint.key"

    private let key: Curve25519.Signing.PrivateKey

    /// Reads the key, or makes it when there is none.
    /// - Parameter folder: the workspace's `keys/`.
    /// - Throws: `Refusal(.configuration)` when the file is no key.
    static func load(_ folder: String, _ world: World) throws -> CheckpointKey {
        let path = folder + "/" + file
        guard let text = try Disk.text(path) else { return try make(path, world) }
        guard let seed = Hex.bytes(text.trimmingCharacters(in: .newlines)), seed.count == 32 else {
            throw Refusal(.configuration, "refusal.key.checkpoint", ["path": path])
        }
        return try CheckpointKey(seed: seed)
    }

    private static func make(_ path: String, _ world: World) throws -> CheckpointKey {
        let seed = world.random(32)
        let writer = try LocalWriter(path)
        try writer.put(Array((Hex.text(seed) + "\n").utf8))
        try writer.keep()
        try Disk.setMode(path, 0o400)
        return try CheckpointKey(seed: seed)
    }

    /// - Parameter seed: 32 random bytes (RFC 8032, section 5.1.5).
    init(seed: [UInt8]) throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }

    /// The public half as it is; 32 bytes.
    var rawPublicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// A signature under bytes that are no signed note; 64 bytes.
    func sign(_ bytes: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: Data(bytes))) }

    var isPublic: PublicCheckpointKey { PublicCheckpointKey(key.publicKey) }

    /// Key id and signature, as a signed note has them: 4 + 64 bytes.
    func signature(of body: String, as name: String) throws -> [UInt8] {
        isPublic.id(as: name) + (try key.signature(for: Data(body.utf8)))
    }
}

/// The half of the key that everybody may have.
struct PublicCheckpointKey: Sendable {
    private let key: Curve25519.Signing.PublicKey

    init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

    /// The key as C2SP's signed-note writes it: `NAME+ID+KEY`, the id in hexadecimal, the key (with the byte 1, Ed25519, before
    /// it) in base64.
    func text(as name: String) -> String {
        "\(name)+\(Hex.text(id(as: name)))+" + Checkpoint.base64([1] + Array(key.rawRepresentation))
    }

    /// The first four bytes of SHA-256(name ‖ line end ‖ 1 ‖ key).
    func id(as name: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 1] + Array(key.rawRepresentation)).prefix(4))
    }

    func isSignature(_ bytes: [UInt8], of body: String, as name: String) -> Bool {
        bytes.count == 68 && Array(bytes.prefix(4)) == id(as: name)
            && key.isValidSignature(Data(bytes.dropFirst(4)), for: Data(body.utf8))
    }
}
