import Crypto
import Model

/// Copies files into a backup, or out of one, and counts and digests on the way.
struct BackupCopy: Sendable {
    /// Told after each file.
    let progress: @Sendable (BackupReport) async -> Void

    /// Copies one file from disk into a backup. Nil when it is gone.
    func copy(_ path: String, to sink: any FileFolder, as name: String) async throws -> Manifest.File? {
        guard let reader = try await Blocking.run({ try LocalReader(path) }) else { return nil }
        let writer = try await sink.create(name)
        do {
            let file = try await pour(reader, name) { try await writer.write($0) }
            try await writer.finish()
            await reader.close()
            return file
        } catch {
            await writer.discard()
            await reader.close()
            throw error
        }
    }

    /// Writes bytes as a file of a backup.
    func write(_ bytes: [UInt8], to sink: any FileFolder, as name: String) async throws {
        let writer = try await sink.create(name)
        do {
            try await writer.write(bytes)
            try await writer.finish()
        } catch {
            await writer.discard()
            throw error
        }
    }

    /// Reads a file to its end; what it is then stands in the answer.
    func pour(
        _ reader: any FileReader, _ name: String, into take: ([UInt8]) async throws -> Void
    ) async throws -> Manifest.File {
        var hash = SHA256()
        var size: Int64 = 0
        while true {
            let bytes = try await reader.next()
            if bytes.isEmpty { break }
            hash.update(data: bytes)
            size += Int64(bytes.count)
            try await take(bytes)
        }
        return Manifest.File(path: name, size: size, sha256: Hex.text(hash.finalize()))
    }
}
