/// A stretch of a file's bytes that knows where in the file it stands. Every look is checked: nil past either end, so that no
/// number that a stranger wrote can lead outside.
struct Window: Sendable {
    let bytes: [UInt8]
    /// Where the first of them stands in the file.
    let start: Int64

    init(_ bytes: [UInt8], start: Int64 = 0) {
        (self.bytes, self.start) = (bytes, max(0, start))
    }

    /// Where the window ends in the file.
    var end: Int64 { start + Int64(bytes.count) }

    /// The index of a place in the file from which that many bytes can be seen.
    private func index(_ place: Int64, _ count: Int) -> Int? {
        guard count >= 0, place >= start, place - start <= Int64(bytes.count) else { return nil }
        let index = Int(place - start)
        return count <= bytes.count - index ? index : nil
    }

    func byte(_ place: Int64) -> UInt8? { index(place, 1).map { bytes[$0] } }

    func slice(_ place: Int64, _ count: Int) -> ArraySlice<UInt8>? {
        index(place, count).map { bytes[$0..<($0 + count)] }
    }

    /// Whether the text stands there, byte for byte.
    func has(_ text: String, at place: Int64) -> Bool {
        slice(place, text.utf8.count)?.elementsEqual(text.utf8) ?? false
    }

    func text(_ place: Int64, _ count: Int) -> String? {
        slice(place, count).map { String(decoding: $0, as: UTF8.self) }
    }

    /// An unsigned number of `count` (at most 7) bytes, which always fits.
    func little(_ place: Int64, _ count: Int) -> Int64? {
        guard count <= 7 else { return nil }
        return slice(place, count).map { $0.reversed().reduce(0) { $0 << 8 | Int64($1) } }
    }

    func big(_ place: Int64, _ count: Int) -> Int64? {
        guard count <= 7 else { return nil }
        return slice(place, count).map { $0.reduce(0) { $0 << 8 | Int64($1) } }
    }

    /// An unsigned number of 8 bytes, or nil when it is 2^56 or more: nothing that we hold is that long.
    func little64(_ place: Int64) -> Int64? {
        guard byte(place + 7) == 0 else { return nil }
        return little(place, 7)
    }

    func big64(_ place: Int64) -> Int64? {
        guard byte(place) == 0 else { return nil }
        return big(place + 1, 7)
    }
}

/// What the store has seen of a file besides its digest: both ends and the length.
struct Evidence: Sendable {
    /// How much of a file's beginning is kept: libmagic and the first look read no further.
    static let headLength = 1 << 16
    /// How much of its end is kept.
    static let tailLength = 1 << 16
    /// How much of a ZIP's end is kept: its directory stands there, and that of a long workbook is longer than 64 KiB.
    static let zipTailLength = 1 << 20

    /// From byte 0.
    let head: Window
    /// Up to the last byte; the whole file when it is short.
    let tail: Window
    let size: Int64

    /// Whether the head is all there is.
    var isWhole: Bool { Int64(head.bytes.count) == size }

    /// The evidence of bytes at hand.
    init(_ bytes: [UInt8]) {
        let zip = bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
        let kept = min(bytes.count, zip ? Evidence.zipTailLength : Evidence.tailLength)
        head = Window(Array(bytes.prefix(Evidence.headLength)))
        tail = Window(Array(bytes.suffix(kept)), start: Int64(bytes.count - kept))
        size = Int64(bytes.count)
    }

    init(head: [UInt8], tail: [UInt8], size: Int64) {
        (self.head, self.size) = (Window(head), size)
        self.tail = Window(tail, start: size - Int64(tail.count))
    }
}
