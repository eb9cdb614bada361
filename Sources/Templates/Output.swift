/// Bytes on their way out: a growing raw buffer that can be emptied and filled again without a new allocation.
public struct Output: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes were written.
    public private(set) var count = 0

    /// - Parameter capacity: bytes to begin with.
    public init(capacity: Int = 4096) {
        self.capacity = max(64, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// A copy of what was written.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// Lends what was written.
    public borrowing func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// Forgets what was written and keeps the room.
    public mutating func removeAll() { count = 0 }

    /// Writes the text as it is.
    public mutating func append(_ text: String) {
        let written: Void? = text.utf8.withContiguousStorageIfAvailable { append(bytes: $0) }
        if written == nil { append(Array(text.utf8)) }
    }

    /// Writes the bytes as they are.
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append(bytes: $0) }
    }

    /// Writes the text so that it stays text in HTML, in content and in quoted attributes (ASVS 1.2.1):
    /// `& < > " '` become `&amp; &lt; &gt; &quot; &#39;`.
    public mutating func append(escaping text: String) {
        let written: Void? = text.utf8.withContiguousStorageIfAvailable { append(escaping: $0) }
        if written == nil { Array(text.utf8).withUnsafeBufferPointer { append(escaping: $0) } }
    }

    mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    /// One pass; room for the worst case (six bytes for one) is made for a piece at a time.
    private mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
        var from = 0
        while from < bytes.count {
            let to = min(from + 4096, bytes.count)
            reserve((to - from) * 6)
            var place = base + count
            for index in from..<to {
                let byte = bytes[index]
                if byte < 64, Output.special &>> UInt64(byte) & 1 != 0 {
                    place = Output.put(byte, at: place)
                } else {
                    place.pointee = byte
                    place += 1
                }
            }
            count = place - base
            from = to
        }
    }

    /// One bit for each of the bytes that are escaped: `"` 34, `&` 38, `'` 39, `<` 60, `>` 62.
    private static let special: UInt64 = 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62

    private static func put(_ byte: UInt8, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        func write(_ text: StaticString) -> UnsafeMutablePointer<UInt8> {
            place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
            return place + text.utf8CodeUnitCount
        }
        switch byte {
        case UInt8(ascii: "&"): return write("&amp;")
        case UInt8(ascii: "<"): return write("&lt;")
        case UInt8(ascii: ">"): return write("&gt;")
        case UInt8(ascii: "\""): return write("&quot;")
        case UInt8(ascii: "'"): return write("&#39;")
        default: return place
        }
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        (base, capacity) = (moved, larger)
    }
}
