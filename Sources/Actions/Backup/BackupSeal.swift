import Crypto
import Documents
import Model

/// How everything in a repository is named and sealed: docs/backup.md. The two keys come from the repository's own, which
/// stands in it wrapped by the root key, and nothing else that opens anything stands there.
struct BackupSeal: Sendable {
    /// What is sealed; a thing of one kind does not open as another.
    enum Kind: String, Sendable {
        case chunk = "backup chunk"
        case snapshot = "backup snapshot"
    }

    /// Bytes that sealing adds: version, nonce, tag.
    static let overhead = 1 + 12 + 16

    private let repository: String
    private let names: SymmetricKey
    private let seals: SymmetricKey

    /// - Parameters:
    ///   - key: the repository's, 256 bits.
    ///   - repository: its id, to which all seals are bound.
    init(key: SymmetricKey, repository: String) {
        self.repository = repository
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA512>.expand(
                pseudoRandomKey: key, info: Array("portico backup 1 \(purpose)".utf8), outputByteCount: 32)
        }
        (names, seals) = (derived("names"), derived("seals"))
    }

    /// HMAC-SHA-256 of the content: the same content has the same name here and another one in any other repository, and
    /// nobody without the key can tell whether a file that they know is in it.
    func name(of content: [UInt8]) -> ChunkID? {
        ChunkID(Array(HMAC<SHA256>.authenticationCode(for: content, using: names)))
    }

    /// AES-256-GCM with a random nonce; bound to the repository, the name and the kind. A key serves for 2^32 of them
    /// (NIST SP 800-38D, 8.3): at 64 KiB, 256 TiB.
    func seal(_ content: [UInt8], as name: String, _ kind: Kind) throws -> [UInt8] {
        try SecretSeal.seal(content, under: seals, parent: repository, owner: name, kind: kind.rawValue)
    }

    /// - Throws: `Refusal(.wrongKey)` when anything is not what was sealed under that name.
    func open(_ sealed: [UInt8], as name: String, _ kind: Kind) throws -> [UInt8] {
        try SecretSeal.open(sealed, under: seals, parent: repository, owner: name, kind: kind.rawValue)
    }
}
