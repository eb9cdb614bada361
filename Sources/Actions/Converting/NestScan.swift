/// How deep a PDF's dictionaries and arrays stand in each other, counted by bytes alone: no page needs hundreds of levels, and
/// programs that read them call themselves as often. Streams are left out, because anything may stand in them.
struct NestScan {
    /// More than any PDF that was made to be read.
    static let mostLevels = 400

    private(set) var isTooDeep = false
    private var depth = 0
    private var isStream = false
    /// The last eight bytes.
    private var seen: UInt64 = 0

    private static let stream: UInt64 = "stream".utf8.reduce(0) { $0 << 8 | UInt64($1) }
    private static let endStream: UInt64 = "ndstream".utf8.reduce(0) { $0 << 8 | UInt64($1) }

    mutating func take(_ bytes: [UInt8]) {
        for byte in bytes {
            seen = seen << 8 | UInt64(byte)
            if seen & 0xFFFF_FFFF_FFFF == NestScan.stream { isStream = seen != NestScan.endStream }
            if isStream { continue }
            switch byte {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth = max(0, depth - 1)
            case UInt8(ascii: "<") where seen & 0xFFFF == 0x3C3C: (depth, seen) = (depth + 1, 0)
            case UInt8(ascii: ">") where seen & 0xFFFF == 0x3E3E: (depth, seen) = (max(0, depth - 1), 0)
            default: continue
            }
            if depth > NestScan.mostLevels { isTooDeep = true }
        }
    }
}
