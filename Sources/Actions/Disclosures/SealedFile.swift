import Crypto
import Documents
import Model

/// A file that is sealed as it is written; its digest is that of the sealed bytes, which everybody can compute.
actor SealedFile: FileWriter {
    private let file: any FileWriter
    private var seal: StreamSeal
    private var digest = SHA256()

    init(_ file: any FileWriter, key: [UInt8], context: [UInt8], world: World) throws {
        self.file = file
        seal = try StreamSeal(key: key, salt: world.random(StreamSeal.saltLength), context: context)
    }

    func write(_ bytes: [UInt8]) async throws { try await put(try seal.update(bytes)) }

    func finish() async throws {
        try await put(try seal.finish())
        try await file.finish()
    }

    func discard() async { await file.discard() }

    /// SHA-256 of what was written, 64 hexadecimal digits.
    var sha256: String { Hex.text(Array(digest.finalize())) }

    private func put(_ sealed: [UInt8]) async throws {
        guard !sealed.isEmpty else { return }
        digest.update(data: sealed)
        try await file.write(sealed)
    }
}
