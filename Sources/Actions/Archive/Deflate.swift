import CCompress
import Model

/// Deflates bytes as they come (RFC 1951). One owner.
final class Deflater {
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameter level: 0 stores, 1 is quick, 9 is small.
    init(level: Int32) throws {
        guard let stream = ccompress_deflater(level) else { throw Refusal(.failed, "refusal.archive.memory") }
        self.stream = stream
    }

    deinit { ccompress_end_deflater(stream) }

    /// Takes bytes, and gives what can be given by now; all that is left when they are the last.
    func take(_ bytes: [UInt8], isLast: Bool, into out: inout [UInt8]) {
        var place = 0
        while true {
            var (taken, given): (Int, Int) = (0, 0)
            var code: Int32 = 0
            out += [UInt8](unsafeUninitializedCapacity: FilePiece.size) { room, count in
                bytes.withUnsafeBufferPointer { bytes in
                    code = ccompress_deflate(
                        stream, isLast ? 1 : 0, bytes.baseAddress.map { $0 + place }, bytes.count - place, room.baseAddress,
                        room.count, &taken, &given)
                }
                count = given
            }
            place += taken
            if code == Z_STREAM_END || (!isLast && place == bytes.count && given < FilePiece.size) { return }
        }
    }
}

/// Inflates bytes as they come (RFC 1951). One owner.
final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isAtEnd = false

    init() throws {
        guard let stream = ccompress_inflater() else { throw Refusal(.failed, "refusal.archive.memory") }
        self.stream = stream
    }

    deinit { ccompress_end_inflater(stream) }

    /// Takes some of the bytes from `place` on, which moves behind them, and gives at most `FilePiece.size` bytes.
    /// - Throws: `Refusal(.invalid)` when they are not what a deflater made.
    func take(_ bytes: [UInt8], from place: inout Int) throws -> [UInt8] {
        var (taken, given): (Int, Int) = (0, 0)
        var code: Int32 = 0
        let out = [UInt8](unsafeUninitializedCapacity: FilePiece.size) { room, count in
            bytes.withUnsafeBufferPointer { bytes in
                code = ccompress_inflate(
                    stream, bytes.baseAddress.map { $0 + place }, bytes.count - place, room.baseAddress, room.count, &taken,
                    &given)
            }
            count = given
        }
        place += taken
        isAtEnd = code == Z_STREAM_END
        guard code >= 0 || code == Z_BUF_ERROR else { throw Refusal(.invalid, "refusal.archive.damaged") }
        return out
    }
}

/// The checksum of ZIP files (ISO 3309), as it grows.
struct CRC32: Sendable {
    private(set) var value: UInt32 = 0

    mutating func take(_ bytes: [UInt8]) {
        // Without bytes zlib begins anew.
        if bytes.isEmpty { return }
        value = bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(UInt(value), $0.baseAddress, UInt32($0.count))) }
    }
}
