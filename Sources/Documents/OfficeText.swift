/// Where the words of an Office file stand in it: one entry of its ZIP, still packed. What unpacks it runs elsewhere, because a
/// stranger packed it.
public struct OfficeText: Sendable, Hashable {
    /// What no text that was written to be read comes near: more is a bomb.
    static let (mostBytes, mostRatio): (Int64, Int64) = (256 << 20, 200)

    /// The packed bytes within the file.
    public let place: Range<Int64>
    /// Whether they are packed (deflate, RFC 1951) or stand there as they are.
    public let isPacked: Bool
    /// How long they are unpacked, as the file says: nothing may rely on it.
    public let claimed: Int64
    let check: Int64

    /// Whether the file itself says that it becomes too much.
    public var isBomb: Bool {
        claimed > OfficeText.mostBytes
            || (claimed > 1 << 20 && claimed / max(1, place.upperBound - place.lowerBound) > OfficeText.mostRatio)
    }

    /// What makes the packed bytes a whole gzip member (RFC 1952): before and after them.
    public var gzip: (head: [UInt8], tail: [UInt8]) {
        func little(_ number: Int64) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        return ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255], little(check) + little(claimed))
    }

    /// The entry with the words of a document of that type; nil when there is none that can be read.
    /// - Parameters:
    ///   - type: the media type.
    ///   - read: the bytes of a place in the file.
    public init?(_ type: String, size: Int64, read: (Range<Int64>) throws -> [UInt8]) rethrows {
        guard let name = OfficeText.entries[type], size > 22 else { return nil }
        let head = try read(0..<min(size, 64))
        let tail = try read(max(0, size - Int64(Evidence.zipTailLength))..<size)
        guard let directory = ZipDirectory(Evidence(head: head, tail: tail, size: size)), let entry = directory.entries[name],
            !entry.isEncrypted, entry.method == 0 || entry.method == 8, entry.place < size - 30
        else { return nil }
        let local = Window(try read(entry.place..<min(size, entry.place + 30)), start: entry.place)
        guard local.has("PK\u{3}\u{4}", at: entry.place), let name = local.little(entry.place + 26, 2),
            let extra = local.little(entry.place + 28, 2)
        else { return nil }
        let start = entry.place + 30 + name + extra
        guard entry.packed > 0, start + entry.packed <= size else { return nil }
        (place, isPacked) = (start..<start + entry.packed, entry.method == 8)
        (claimed, check) = (entry.size, entry.check)
    }

    /// Whether documents of that type have words that can be read.
    public static func isKnown(_ type: String) -> Bool { entries[type] != nil }

    private static let entries = [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/document.xml",
        "application/vnd.oasis.opendocument.text": "content.xml",
    ]
}
