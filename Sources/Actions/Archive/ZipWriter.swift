import Crypto
import Foundation
import Model

/// Writes a ZIP file from beginning to end, never looking back: of any size (ZIP64), in constant memory but for some 100
/// bytes a file of the list at its end (PKWARE APPNOTE 6.3.10). Everything is deflated: what is stored without its length
/// in front cannot be read as a stream.
struct ZipWriter {
    /// What was written under a name.
    struct Written: Sendable, Hashable {
        let path: String
        /// Bytes.
        let size: Int64
        let sha256: [UInt8]
    }

    /// A file that is being written.
    private struct Open {
        let path: String
        let start: UInt64
        let isLarge: Bool
        let deflater: Deflater
        var crc = CRC32()
        var hash = SHA256()
        var size: UInt64 = 0
        var packed: UInt64 = 0
    }

    private let sink: any FileWriter
    private let time: (UInt16, UInt16)
    /// The largest number that is written in 32 bits; more needs ZIP64.
    private let largest: UInt64
    private var buffer: [UInt8] = []
    private var place: UInt64 = 0
    private var directory = ZipFields()
    private var count: UInt64 = 0
    private var open: Open?

    /// - Parameters:
    ///   - now: the time that its files are said to be of, in UTC.
    ///   - largest: for tests, which write no 4 GiB.
    init(_ sink: any FileWriter, now: Instant, largest: UInt64 = 0xFFFF_FFFE) {
        (self.sink, self.largest) = (sink, largest)
        time = ZipWriter.time(now)
    }

    /// Begins a file.
    /// - Parameters:
    ///   - path: with `/` between folders.
    ///   - level: 0 for what is compressed already.
    ///   - isLarge: whether it may have 4 GiB or more.
    mutating func begin(_ path: String, level: Int32 = 6, isLarge: Bool = false) async throws {
        open = Open(path: path, start: place, isLarge: isLarge, deflater: try Deflater(level: level))
        var head = ZipFields()
        head.long(ZipSignature.file)
        head.short(isLarge ? 45 : 20)
        head.short(0x0808)
        head.short(8)
        head.short(time.0)
        head.short(time.1)
        head.long(0)
        head.long(isLarge ? .max : 0)
        head.long(isLarge ? .max : 0)
        head.short(UInt16(path.utf8.count))
        head.short(isLarge ? 20 : 0)
        head.text(path)
        if isLarge {
            head.short(1)
            head.short(16)
            head.double(0)
            head.double(0)
        }
        try await put(head.bytes)
    }

    /// The next bytes of the file.
    mutating func write(_ bytes: [UInt8]) async throws {
        guard open != nil, !bytes.isEmpty else { return }
        open?.crc.take(bytes)
        open?.hash.update(data: bytes)
        open?.size += UInt64(bytes.count)
        try await pack(bytes, isLast: false)
    }

    /// Ends the file.
    /// - Throws: `Refusal(.tooLarge)` when it has become larger than was said.
    mutating func end() async throws -> Written {
        try await pack([], isLast: true)
        guard let file = open else { throw Refusal(.failed, "refusal.archive.damaged") }
        open = nil
        guard file.isLarge || max(file.size, file.packed) <= 0xFFFF_FFFE else {
            throw Refusal(.tooLarge, "refusal.archive.large", ["path": file.path])
        }
        var tail = ZipFields()
        tail.long(ZipSignature.descriptor)
        tail.long(file.crc.value)
        if file.isLarge {
            tail.double(file.packed)
            tail.double(file.size)
        } else {
            tail.long(UInt32(file.packed))
            tail.long(UInt32(file.size))
        }
        try await put(tail.bytes)
        list(file)
        return Written(path: file.path, size: Int64(file.size), sha256: Array(file.hash.finalize()))
    }

    /// A whole file.
    mutating func add(_ path: String, _ bytes: [UInt8]) async throws -> Written {
        try await begin(path)
        try await write(bytes)
        return try await end()
    }

    /// The list of the files, and then the archive is there under its name.
    mutating func finish() async throws {
        let start = place
        let length = UInt64(directory.bytes.count)
        try await put(directory.bytes)
        if max(start, length) > largest || count >= min(largest, 0xFFFF) { try await put(largeEnd(start, length, at: place)) }
        var end = ZipFields()
        end.long(ZipSignature.end)
        end.short(0)
        end.short(0)
        end.short(UInt16(min(count, 0xFFFF)))
        end.short(UInt16(min(count, 0xFFFF)))
        end.long(length > largest ? .max : UInt32(length))
        end.long(start > largest ? .max : UInt32(start))
        end.short(0)
        try await put(end.bytes)
        try await flush()
        try await sink.finish()
    }

    /// Leaves nothing behind.
    func discard() async { await sink.discard() }

    private func largeEnd(_ start: UInt64, _ length: UInt64, at place: UInt64) -> [UInt8] {
        var end = ZipFields()
        end.long(ZipSignature.largeEnd)
        end.double(44)
        end.short(0x032D)
        end.short(45)
        end.long(0)
        end.long(0)
        end.double(count)
        end.double(count)
        end.double(length)
        end.double(start)
        end.long(ZipSignature.locator)
        end.long(0)
        end.double(place)
        end.long(1)
        return end.bytes
    }

    /// The file's place in the list: numbers that do not fit in 32 bits stand in the field behind the name.
    private mutating func list(_ file: Open) {
        var large = ZipFields()
        func fit(_ number: UInt64) -> UInt32 {
            if number <= largest { return UInt32(number) }
            large.double(number)
            return .max
        }
        let (size, packed, start) = (fit(file.size), fit(file.packed), fit(file.start))
        let isLarge = file.isLarge || !large.bytes.isEmpty
        directory.long(ZipSignature.entry)
        directory.short(0x032D)
        directory.short(isLarge ? 45 : 20)
        directory.short(0x0808)
        directory.short(8)
        directory.short(time.0)
        directory.short(time.1)
        directory.long(file.crc.value)
        directory.long(packed)
        directory.long(size)
        directory.short(UInt16(file.path.utf8.count))
        directory.short(large.bytes.isEmpty ? 0 : UInt16(large.bytes.count + 4))
        directory.short(0)
        directory.short(0)
        directory.short(0)
        directory.long(0o100_600 << 16)
        directory.long(start)
        directory.text(file.path)
        if !large.bytes.isEmpty {
            directory.short(1)
            directory.short(UInt16(large.bytes.count))
            directory.add(large.bytes)
        }
        count += 1
    }

    private mutating func pack(_ bytes: [UInt8], isLast: Bool) async throws {
        let before = buffer.count
        open?.deflater.take(bytes, isLast: isLast, into: &buffer)
        let more = UInt64(buffer.count - before)
        open?.packed += more
        place += more
        if buffer.count >= FilePiece.size { try await flush() }
    }

    private mutating func put(_ bytes: [UInt8]) async throws {
        buffer += bytes
        place += UInt64(bytes.count)
        if buffer.count >= FilePiece.size { try await flush() }
    }

    private mutating func flush() async throws {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        try await sink.write(bytes)
    }

    /// As MS-DOS writes times: from 1980, in steps of two seconds.
    private static func time(_ now: Instant) -> (UInt16, UInt16) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let year = UInt16(clamping: (parts.year ?? 1980) - 1980)
        let (month, day) = (UInt16(parts.month ?? 1), UInt16(parts.day ?? 1))
        let (hour, minute, second) = (UInt16(parts.hour ?? 0), UInt16(parts.minute ?? 0), UInt16(parts.second ?? 0))
        return (hour << 11 | minute << 5 | second / 2, min(year, 127) << 9 | month << 5 | day)
    }
}
