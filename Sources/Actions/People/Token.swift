import Crypto
import Model

/// The secrets of sessions, invitations and devices: 256 random bits as base64url. Kept as SHA-256 only, which is enough
/// for what nobody can guess (ASVS 6.5.2, 7.2.3).
enum Token {
    /// The hash by which a token is found; nil for a text that can be none, so that nothing is looked up for it.
    static func hash(_ token: String) -> [UInt8]? {
        guard token.utf8.count == 43, let bytes = Base64URL.bytes(token), bytes.count == 32, Base64URL.text(bytes) == token else {
            return nil
        }
        return Array(SHA256.hash(data: bytes))
    }
}

/// A token and its hash, fresh.
struct NewToken: Sendable {
    let text: String
    let hash: [UInt8]

    init(_ world: World) {
        let bytes = world.random(32)
        (text, hash) = (Base64URL.text(bytes), Array(SHA256.hash(data: bytes)))
    }
}
