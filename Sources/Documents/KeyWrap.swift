public import Crypto
import Foundation
import Model

/// One key sealed by another: AES-256-GCM (NIST SP 800-38D) with parent, child and kind as associated data, so that a wrapped key
/// fits in one place only. RFC 3394 key wrap has no associated data.
///
/// The wrapped form is 60 bytes: nonce(12) ‖ ciphertext(32) ‖ tag(16). Associated data: `wrap1`, then parent, child and kind,
/// each as a big-endian u32 length and UTF-8. Random nonces are safe far beyond the keys that one parent ever wraps (2^32).
public enum KeyWrap {
    /// The length of every wrapped key, in bytes.
    public static let wrappedLength = 60
    private static let keyLength = 32

    /// Wraps a key of 32 bytes.
    /// - Parameters:
    ///   - parent: the identity of the wrapping key's owner: `root`, an agency's id, a client's id.
    ///   - child: the identity of the wrapped key's owner.
    ///   - kind: `agency`, `client` or `document`.
    ///   - nonce: 96 bits that this wrapping key has never used; random unless a test fixes them.
    /// - Throws: `Refusal(.failed)` when either key has another length.
    public static func wrap(
        _ key: SymmetricKey, under wrapping: SymmetricKey, parent: String, child: String, kind: String,
        nonce: AES.GCM.Nonce = AES.GCM.Nonce()
    ) throws -> [UInt8] {
        guard key.bitCount == keyLength * 8, wrapping.bitCount == keyLength * 8 else {
            throw Refusal(.failed, "refusal.key.form")
        }
        let bytes = key.withUnsafeBytes { Array($0) }
        let box = try AES.GCM.seal(bytes, using: wrapping, nonce: nonce, authenticating: associated(parent, child, kind))
        return Array(nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The key out of its wrapped form.
    /// - Throws: `Refusal(.wrongKey)` when the form is not 60 bytes, or the key or any of parent, child and kind is not the one
    ///   it was wrapped with.
    public static func unwrap(
        _ wrapped: [UInt8], under wrapping: SymmetricKey, parent: String, child: String, kind: String
    ) throws -> SymmetricKey {
        guard wrapped.count == wrappedLength else { throw Refusal(.wrongKey, "refusal.key.wrong") }
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped)
            return SymmetricKey(data: try AES.GCM.open(box, using: wrapping, authenticating: associated(parent, child, kind)))
        } catch {
            throw Refusal(.wrongKey, "refusal.key.wrong", cause: error)
        }
    }

    private static func associated(_ parent: String, _ child: String, _ kind: String) -> [UInt8] {
        labelled("wrap1", parent, child, kind)
    }

    /// The label, then each text behind its length: no two rows of texts give the same bytes.
    static func labelled(_ label: String, _ parent: String, _ child: String, _ kind: String) -> [UInt8] {
        var out = Array(label.utf8)
        for text in [parent, child, kind] {
            out += BigEndian.bytes(UInt32(truncatingIfNeeded: text.utf8.count))
            out += text.utf8
        }
        return out
    }
}
