/// Numbers as ZIP files write them: the smallest byte first.
struct ZipFields {
    private(set) var bytes: [UInt8] = []

    mutating func short(_ value: UInt16) { add(UInt64(value), 2) }
    mutating func long(_ value: UInt32) { add(UInt64(value), 4) }
    mutating func double(_ value: UInt64) { add(value, 8) }
    mutating func text(_ text: String) { bytes += Array(text.utf8) }
    mutating func add(_ more: [UInt8]) { bytes += more }

    private mutating func add(_ value: UInt64, _ count: UInt64) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }

    /// The number of so many bytes at a place; nil past the end.
    static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt64? {
        guard place >= 0, place + count <= bytes.count else { return nil }
        return (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
}

/// What stands in front of each part of a ZIP file (PKWARE APPNOTE 6.3.10, section 4.3).
enum ZipSignature {
    static let file: UInt32 = 0x0403_4b50
    static let descriptor: UInt32 = 0x0807_4b50
    static let entry: UInt32 = 0x0201_4b50
    static let largeEnd: UInt32 = 0x0606_4b50
    static let locator: UInt32 = 0x0706_4b50
    static let end: UInt32 = 0x0605_4b50
}
