import Crypto
import Model

/// What stands in for a second factor that is lost: 128 random bits, in letters that are read and typed easily. Kept as
/// SHA-256 only, which is enough for what nobody can guess (ASVS 6.5.2).
struct RecoveryCode: Sendable {
    /// How many a person gets.
    static let count = 10

    /// Such as `q7xk-…`: 26 letters and digits in groups of four.
    let text: String
    let hash: [UInt8]

    init(_ world: World) {
        let bytes = world.random(16)
        let letters = Array(Base32.text(bytes).lowercased())
        text = stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: "-")
        hash = Array(SHA256.hash(data: bytes))
    }

    /// The hash by which a typed code is found, with or without its hyphens; nil for a text that can be none.
    static func hash(_ typed: String) -> [UInt8]? {
        let letters = typed.filter { $0 != "-" && !$0.isWhitespace }
        guard letters.utf8.count == 26, let bytes = Base32.bytes(letters), bytes.count == 16 else { return nil }
        return Array(SHA256.hash(data: bytes))
    }
}
