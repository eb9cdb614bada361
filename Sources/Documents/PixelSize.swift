/// How large a picture says it is, read from its header alone (ASVS 5.2.6): nothing is decoded.
public struct PixelSize: Sendable, Hashable {
    /// How wide and how high, in pixels.
    public let width, height: Int64

    /// How many pixels; never overflows.
    public var count: Int64 {
        let (product, overflow) = width.multipliedReportingOverflow(by: height)
        return overflow ? .max : product
    }

    init(width: Int64, height: Int64) {
        (self.width, self.height) = (width, height)
    }

    /// How much of a file's beginning is looked at.
    public static let headLength = 1 << 20

    /// - Parameters:
    ///   - head: the file's beginning, `headLength` bytes when it has them.
    ///   - type: its media type.
    /// - Returns: nil when the header does not say.
    public init?(head: [UInt8], type: String) {
        let seen = Window(head)
        let found: PixelSize? =
            switch type {
            case "image/png": PixelSize.png(seen)
            case "image/jpeg": PixelSize.jpeg(seen)
            case "image/gif": PixelSize.pair(seen.little(6, 2), seen.little(8, 2))
            case "image/webp": PixelSize.webp(seen)
            case "image/tiff": PixelSize.tiff(seen)
            case "image/heic", "image/heif": PixelSize.heif(seen)
            default: nil
            }
        guard let found, found.width > 0, found.height > 0 else { return nil }
        self = found
    }

    private static func pair(_ width: Int64?, _ height: Int64?) -> PixelSize? {
        guard let width, let height else { return nil }
        return PixelSize(width: width, height: height)
    }

    private static func png(_ seen: Window) -> PixelSize? { pair(seen.big(16, 4), seen.big(20, 4)) }

    /// From segment to segment up to the frame (ITU-T T.81, B.2.2).
    private static func jpeg(_ seen: Window) -> PixelSize? {
        var place: Int64 = 2
        while let mark = seen.byte(place), let code = seen.byte(place + 1) {
            guard mark == 0xFF else { return nil }
            switch code {
            case 0xFF: place += 1
            case 0x01, 0xD0...0xD7: place += 2
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return pair(seen.big(place + 7, 2), seen.big(place + 5, 2))
            case 0x00, 0x02...0xBF, 0xD8...0xDA: return nil
            default:
                guard let length = seen.big(place + 2, 2), length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    /// RFC 9649, 2.5 to 2.7.
    private static func webp(_ seen: Window) -> PixelSize? {
        switch seen.text(12, 4) {
        case "VP8 ": return pair(seen.little(26, 2).map { $0 & 0x3FFF }, seen.little(28, 2).map { $0 & 0x3FFF })
        case "VP8L":
            guard let bits = seen.little(21, 4) else { return nil }
            return PixelSize(width: bits & 0x3FFF + 1, height: (bits >> 14) & 0x3FFF + 1)
        case "VP8X": return pair(seen.little(24, 3).map { $0 + 1 }, seen.little(27, 3).map { $0 + 1 })
        default: return nil
        }
    }

    /// The first directory (TIFF 6.0, 2): ImageWidth 256, ImageLength 257. A directory behind what is kept does not say.
    private static func tiff(_ seen: Window) -> PixelSize? {
        let isLittle = seen.has("II", at: 0)
        func number(_ place: Int64, _ count: Int) -> Int64? { isLittle ? seen.little(place, count) : seen.big(place, count) }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        var (width, height): (Int64?, Int64?)
        for index in 0..<entries {
            let entry = directory + 2 + index * 12
            guard let tag = number(entry, 2), let kind = number(entry + 2, 2) else { return nil }
            let value = number(entry + 8, kind == 3 ? 2 : 4)
            if tag == 256 { width = value }
            if tag == 257 { height = value }
        }
        return pair(width, height)
    }

    /// The largest `ispe` (ISO/IEC 23008-12, 6.5.3): a photo of a phone is put together from tiles, and one of them is the whole.
    private static func heif(_ seen: Window) -> PixelSize? {
        let mark = Array("ispe".utf8)
        let bytes = seen.bytes
        var largest: PixelSize?
        var place = 0
        while let found = bytes[place...].firstRange(of: mark) {
            place = found.upperBound
            guard let size = pair(seen.big(Int64(place) + 4, 4), seen.big(Int64(place) + 8, 4)) else { break }
            if size.count > largest?.count ?? 0 { largest = size }
        }
        return largest
    }
}
