import Crypto
import Model

/// Seals a stream that leaves the house under a key of its own, in the form in which documents are sealed (docs/formats/documents.md).
/// Used by one task at a time.
public struct StreamSeal: ~Copyable {
    private var sealer: Sealer

    /// - Parameters:
    ///   - key: 32 bytes, for this stream alone.
    ///   - salt: 24 random bytes.
    ///   - context: what the seal is bound to.
    public init(key: [UInt8], salt: [UInt8], context: [UInt8]) throws {
        sealer = try Sealer(documentKey: SymmetricKey(data: key), salt: salt, context: context)
    }

    /// Bytes of randomness that a seal needs.
    public static let saltLength = Cobblestone.saltLength

    /// Takes content; gives what is sealed by now.
    public mutating func update(_ bytes: [UInt8]) throws -> [UInt8] {
        var sealed: [UInt8] = []
        try bytes.withUnsafeBytes { content in try sealer.update(content) { sealed += $0 } }
        return sealed
    }

    /// The end: without it the whole never opens.
    public mutating func finish() throws -> [UInt8] {
        var sealed: [UInt8] = []
        try sealer.finish { sealed += $0 }
        return sealed
    }

    /// The content of a sealed stream, all of it in memory.
    /// - Throws: `Refusal(.wrongKey)` when it is not whole, or was sealed under another key or for something else.
    public static func open(_ sealed: [UInt8], key: [UInt8], context: [UInt8]) throws -> [UInt8] {
        let start = Int(Cobblestone.chunksStart)
        guard Cobblestone.contentLength(sealed: Int64(sealed.count)) != nil, sealed.starts(with: Cobblestone.header) else {
            throw Refusal(.wrongKey, "refusal.disclosure.sealed")
        }
        let salt = sealed[8..<(8 + Cobblestone.saltLength)]
        let keys = Cobblestone.Keys(documentKey: SymmetricKey(data: key), salt: salt, context: context)
        guard Array(sealed[(8 + Cobblestone.saltLength)..<start]) == keys.commitment else {
            throw Refusal(.wrongKey, "refusal.disclosure.sealed")
        }
        var (content, number): ([UInt8], UInt64) = ([], 0)
        var from = start
        while from < sealed.count {
            let end = min(from + Cobblestone.sealedChunk, sealed.count)
            do {
                content += try sealed[from..<end].withUnsafeBytes { try keys.open($0, number: number) }
            } catch { throw Refusal(.wrongKey, "refusal.disclosure.sealed", cause: error) }
            (from, number) = (end, number + 1)
        }
        return content
    }
}
