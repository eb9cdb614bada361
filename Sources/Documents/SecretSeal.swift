public import Crypto
import Model

/// A short secret sealed by a key: AES-256-GCM (NIST SP 800-38D) with the key's owner, the secret's owner and its kind as
/// associated data. Like `KeyWrap`, for what is no key of 32 bytes; the label `seal1` keeps the two apart.
///
/// The form is a version byte (1), nonce(12), ciphertext, tag(16).
public enum SecretSeal {
    private static let version: UInt8 = 1

    /// Seals a secret.
    /// - Parameters:
    ///   - parent: the identity of the key's owner.
    ///   - owner: the identity of the secret's owner.
    ///   - kind: what the secret is for.
    public static func seal(
        _ secret: [UInt8], under key: SymmetricKey, parent: String, owner: String, kind: String
    ) throws -> [UInt8] {
        let nonce = AES.GCM.Nonce()
        let box = try AES.GCM.seal(
            secret, using: key, nonce: nonce, authenticating: KeyWrap.labelled("seal1", parent, owner, kind))
        return [version] + Array(nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The secret out of its sealed form.
    /// - Throws: `Refusal(.wrongKey)` when anything is not what it was sealed with.
    public static func open(
        _ sealed: [UInt8], under key: SymmetricKey, parent: String, owner: String, kind: String
    ) throws -> [UInt8] {
        guard sealed.first == version, sealed.count > 29 else { throw Refusal(.wrongKey, "refusal.key.wrong") }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
            return Array(
                try AES.GCM.open(box, using: key, authenticating: KeyWrap.labelled("seal1", parent, owner, kind)))
        } catch {
            throw Refusal(.wrongKey, "refusal.key.wrong", cause: error)
        }
    }
}
