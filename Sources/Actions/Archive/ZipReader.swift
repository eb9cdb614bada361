import CLinux
import Crypto
import Glibc
import Model

/// A ZIP file that is open for reading: what it lists, and each file's bytes as a stream (PKWARE APPNOTE 6.3.10). Nothing in
/// it is believed: a name that leaves its folder, a size that is not what comes out, two files of one name are refused.
final class ZipReader: Sendable {
    /// One file as the list at the end of the archive has it.
    struct Entry: Sendable, Hashable {
        let path: String
        let isDeflated: Bool
        let crc: UInt32
        let packed: Int64
        let size: Int64
        fileprivate let start: Int64
    }

    private let descriptor: Int32
    private let length: Int64
    /// By path.
    let entries: [String: Entry]

    /// - Throws: `Refusal(.notFound)` without a file, `.invalid` when it is no whole ZIP file.
    init(_ path: String) throws {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw Refusal(.notFound, "refusal.file.none", ["file": path]) }
            throw Disk.refusal(path, errno)
        }
        do {
            length = Int64(lseek(descriptor, 0, SEEK_END))
            entries = try ZipReader.list(descriptor, length)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// The bytes of a file, to be read once from beginning to end.
    func open(_ entry: Entry) throws -> ZipStream {
        let head = try ZipReader.read(descriptor, entry.start, 30)
        guard ZipFields.number(head, 0, 4) == UInt64(ZipSignature.file), let name = ZipFields.number(head, 26, 2),
            let extra = ZipFields.number(head, 28, 2)
        else { throw ZipReader.damaged }
        // Other programs go by the name that stands before the bytes.
        let own = try ZipReader.read(descriptor, entry.start + 30, Int(name))
        guard String(decoding: own, as: UTF8.self) == entry.path else { throw ZipReader.damaged }
        let start = entry.start + 30 + Int64(name) + Int64(extra)
        guard entry.packed <= length - start else { throw ZipReader.damaged }
        return try ZipStream(self, entry, at: start)
    }

    /// A whole file in memory.
    /// - Throws: `Refusal(.invalid)` when there is none, or it has more bytes than `limit`.
    func bytes(_ path: String, limit: Int64) throws -> [UInt8] {
        guard let entry = entries[path], entry.size <= limit else {
            throw Refusal(.invalid, "refusal.archive.missing", ["path": path])
        }
        let stream = try open(entry)
        var all: [UInt8] = []
        while case let bytes = try stream.next(), !bytes.isEmpty { all += bytes }
        return all
    }

    fileprivate func read(_ place: Int64, _ count: Int) throws -> [UInt8] { try ZipReader.read(descriptor, place, count) }

    fileprivate static let damaged = Refusal(.invalid, "refusal.archive.damaged")

    private static func read(_ descriptor: Int32, _ place: Int64, _ count: Int) throws -> [UInt8] {
        guard place >= 0, count >= 0 else { throw damaged }
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, used in
            while got < count {
                let more = pread(descriptor, room.baseAddress.map { $0 + got }, count - got, off_t(place) + off_t(got))
                if more < 0 && errno == EINTR { continue }
                if more <= 0 { break }
                got += more
            }
            used = got
        }
        guard got == count else { throw damaged }
        return bytes
    }

    /// Reads the list: its place stands at the end of the file, behind it at most a remark of 64 KiB.
    private static func list(_ descriptor: Int32, _ length: Int64) throws -> [String: Entry] {
        let tail = try read(descriptor, max(0, length - 65_557), Int(min(length, 65_557)))
        guard tail.count >= 22,
            let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
                ZipFields.number(tail, $0, 4) == UInt64(ZipSignature.end)
            }),
            // Nothing stands behind the remark.
            ZipFields.number(tail, end + 20, 2).map({ end + 22 + Int($0) == tail.count }) == true,
            var count = ZipFields.number(tail, end + 10, 2), var size = ZipFields.number(tail, end + 12, 4),
            var start = ZipFields.number(tail, end + 16, 4)
        else { throw damaged }
        if end >= 20, ZipFields.number(tail, end - 20, 4) == UInt64(ZipSignature.locator),
            let place = ZipFields.number(tail, end - 12, 8).flatMap(Int64.init(exactly:))
        {
            let large = try read(descriptor, place, 56)
            guard ZipFields.number(large, 0, 4) == UInt64(ZipSignature.largeEnd), let number = ZipFields.number(large, 32, 8),
                let bytes = ZipFields.number(large, 40, 8), let from = ZipFields.number(large, 48, 8)
            else { throw damaged }
            (count, size, start) = (number, bytes, from)
        }
        // The list is read whole: what this program writes of a million documents has some 150 MB.
        guard size <= 1 << 30, let begin = Int64(exactly: start), begin <= length - Int64(size) else { throw damaged }
        return try entries(try read(descriptor, begin, Int(size)), count: count, length: length)
    }

    private static func entries(_ list: [UInt8], count: UInt64, length: Int64) throws -> [String: Entry] {
        var found: [String: Entry] = [:]
        var place = 0
        for _ in 0..<count {
            guard ZipFields.number(list, place, 4) == UInt64(ZipSignature.entry),
                let method = ZipFields.number(list, place + 10, 2), let crc = ZipFields.number(list, place + 16, 4),
                let name = ZipFields.number(list, place + 28, 2), let extra = ZipFields.number(list, place + 30, 2),
                let remark = ZipFields.number(list, place + 32, 2), place + 46 + Int(name + extra) <= list.count,
                method == 0 || method == 8
            else { throw damaged }
            let path = String(decoding: list[(place + 46)..<(place + 46 + Int(name))], as: UTF8.self)
            let behind = place + 46 + Int(name)
            var large = numbers(Array(list[behind..<(behind + Int(extra))]))[...]
            func number(_ offset: Int) throws -> Int64 {
                guard let short = ZipFields.number(list, place + offset, 4) else { throw damaged }
                guard let value = Int64(exactly: short == 0xFFFF_FFFF ? large.popFirst() ?? short : short),
                    value <= length || offset == 24
                else { throw damaged }
                return value
            }
            let (size, packed, start) = (try number(24), try number(20), try number(42))
            if !path.hasSuffix("/") {
                guard isSafe(path), found[path] == nil else { throw Refusal(.invalid, "refusal.archive.path", ["path": path]) }
                found[path] = Entry(
                    path: path, isDeflated: method == 8, crc: UInt32(crc), packed: packed, size: size, start: start)
            }
            place = behind + Int(extra + remark)
        }
        return found
    }

    /// The numbers of 64 bits behind a name, in their order.
    private static func numbers(_ extra: [UInt8]) -> [UInt64] {
        var place = 0
        while let kind = ZipFields.number(extra, place, 2), let size = ZipFields.number(extra, place + 2, 2) {
            if kind == 1 {
                return stride(from: place + 4, to: place + 4 + Int(size) - 7, by: 8).compactMap { ZipFields.number(extra, $0, 8) }
            }
            place += 4 + Int(size)
        }
        return []
    }

    /// Whether a name stays below the folder it would be written to, and names nothing hidden.
    private static func isSafe(_ path: String) -> Bool {
        !path.isEmpty && path.utf8.count < 4096 && !path.contains("\\") && !path.contains("\0")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    }
}

/// One file of an archive being read. Its last piece is given only when size and checksum are what the list says. One owner.
final class ZipStream {
    private let reader: ZipReader
    private let entry: ZipReader.Entry
    private let inflater: Inflater?
    private var place: Int64
    private let end: Int64
    private var packed: [UInt8] = []
    private var used = 0
    private var size: Int64 = 0
    private var crc = CRC32()

    fileprivate init(_ reader: ZipReader, _ entry: ZipReader.Entry, at start: Int64) throws {
        (self.reader, self.entry, place, end) = (reader, entry, start, start + entry.packed)
        inflater = entry.isDeflated ? try Inflater() : nil
    }

    /// The next bytes, at most `FilePiece.size`; empty at the end.
    /// - Throws: `Refusal(.invalid)` when they are not what was put in.
    func next() throws -> [UInt8] {
        while true {
            let bytes = try more()
            size += Int64(bytes.count)
            crc.take(bytes)
            guard size <= entry.size else { throw damaged }
            if size == entry.size, crc.value != entry.crc { throw damaged }
            if !bytes.isEmpty { return bytes }
            guard inflater?.isAtEnd ?? (place == end) else {
                if used == packed.count, place == end { throw damaged }
                continue
            }
            guard size == entry.size, crc.value == entry.crc else { throw damaged }
            return []
        }
    }

    private var damaged: Refusal { Refusal(.invalid, "refusal.archive.file", ["path": entry.path]) }

    private func more() throws -> [UInt8] {
        guard let inflater else { return try piece() }
        if inflater.isAtEnd { return [] }
        if used == packed.count {
            packed = try piece()
            used = 0
        }
        return try inflater.take(packed, from: &used)
    }

    private func piece() throws -> [UInt8] {
        let count = Int(min(end - place, Int64(FilePiece.size)))
        defer { place += Int64(count) }
        return count == 0 ? [] : try reader.read(place, count)
    }
}
