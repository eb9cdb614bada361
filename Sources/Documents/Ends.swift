/// What is kept of a stream while it passes: its first 64 KiB, its end, its length and whether it can be text.
struct Ends {
    private(set) var head: [UInt8] = []
    private(set) var size: Int64 = 0
    private(set) var text = TextScan()
    private var tail: [UInt8] = []
    private var tailLength = Evidence.tailLength
    /// Whether every byte is looked at: only while no signature says that this is no text.
    private var scans = true
    private var isJudged = false
    /// No signature is longer.
    private static let signature = 12

    var evidence: Evidence {
        if isWhole { return Evidence(head: head, tail: head, size: size) }
        let end: ArraySlice<UInt8> = tail.suffix(tailLength)
        return Evidence(head: head, tail: Array(end), size: size)
    }

    private var isWhole: Bool { size == Int64(head.count) }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        let room = Evidence.headLength - head.count
        if room > 0 { head.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(room))) }
        size += Int64(bytes.count)
        if !isJudged, head.count >= Ends.signature { judge() }
        if scans { text.feed(bytes) }
        keepTail(bytes)
    }

    private mutating func judge() {
        isJudged = true
        let signature = FileType.Signature.of(Window(head))
        scans = signature == .text
        if signature == .zip { tailLength = Evidence.zipTailLength }
    }

    /// Keeps the end: lets it grow to twice what is needed before moving anything, so that each byte is moved once or twice.
    private mutating func keepTail(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count >= tailLength { tail.removeAll(keepingCapacity: true) }
        tail.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.suffix(tailLength)))
        if tail.count > 2 * tailLength { tail.removeFirst(tail.count - tailLength) }
    }
}
