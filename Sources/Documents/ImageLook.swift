/// The structural look at images: enough of the format's own skeleton to know that a reader will see an image. Bytes after the
/// image's end are nobody's business here: many cameras leave some, and they are served as an image with `nosniff`.
enum ImageLook {
    /// JPEG (ITU-T T.81, B.1.1): segments from SOI on lead to a frame (SOFn) or out of what we keep.
    static func jpeg(_ seen: Evidence) -> Bool {
        let head = seen.head
        var place: Int64 = 2
        while let mark = head.byte(place), let code = head.byte(place + 1) {
            guard mark == 0xFF else { return false }
            switch code {
            case 0xFF: place += 1  // fill byte
            case 0x01, 0xD0...0xD7: place += 2  // no length
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return true
            case 0x00, 0x02...0xBF, 0xD8...0xDA: return false  // data, another image or its end before any frame
            default:
                guard let length = head.big(place + 2, 2), length >= 2 else { return false }
                place += 2 + length
            }
        }
        return place + 1 >= head.end && !seen.isWhole && place < seen.size
    }

    /// PNG (RFC 2083, 11.2.2): IHDR comes first, is 13 bytes long and says what a header may say; a chunk with a proper name
    /// follows.
    static func png(_ seen: Evidence) -> Bool {
        let head = seen.head
        guard head.big(8, 4) == 13, head.has("IHDR", at: 12), let width = head.big(16, 4), let height = head.big(20, 4),
            let depth = head.byte(24), let color = head.byte(25), let interlace = head.byte(28), let next = head.slice(37, 4)
        else { return false }
        let letters = next.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        return (1..<Int64(1) << 31).contains(width) && (1..<Int64(1) << 31).contains(height)
            && [1, 2, 4, 8, 16].contains(depth) && [0, 2, 3, 4, 6].contains(color) && interlace <= 1
            && head.byte(26) == 0 && head.byte(27) == 0 && letters
    }

    /// GIF (GIF89a specification, 17 to 26): screen with a size, colour table, then blocks up to a picture.
    static func gif(_ seen: Evidence) -> Bool {
        let head = seen.head
        guard let width = head.little(6, 2), let height = head.little(8, 2), width > 0, height > 0, let flags = head.byte(10)
        else {
            return false
        }
        var place: Int64 = 13 + (flags & 0x80 == 0 ? 0 : 3 << (Int64(flags & 7) + 1))
        while let introducer = head.byte(place) {
            if introducer == 0x2C { return place + 10 <= seen.size }
            guard introducer == 0x21, head.byte(place + 1) != nil || !seen.isWhole else { return false }
            place += 2
            while let length = head.byte(place), length > 0 { place += 1 + Int64(length) }
            place += 1
        }
        return !seen.isWhole && place < seen.size
    }

    /// WebP (RFC 9649, 2.3 to 2.5): a RIFF no longer than the file, whose first chunk is one of the three that begin an image.
    static func webp(_ seen: Evidence) -> Bool {
        let head = seen.head
        guard let riff = head.little(4, 4), let chunk = head.text(12, 4), let length = head.little(16, 4) else { return false }
        return ["VP8 ", "VP8L", "VP8X"].contains(chunk) && riff >= 12 && riff + 8 <= seen.size && length >= 5
            && length + 12 <= riff
    }

    /// TIFF 6.0, section 2: the first directory lies behind the header and within the file, and has entries of known kinds.
    static func tiff(_ seen: Evidence) -> Bool {
        let isLittle = seen.head.byte(0) == UInt8(ascii: "I")
        func number(_ window: Window, _ place: Int64, _ count: Int) -> Int64? {
            isLittle ? window.little(place, count) : window.big(place, count)
        }
        guard let place = number(seen.head, 4, 4), place >= 8, place + 18 <= seen.size else { return false }
        // A directory in the middle of a long file, between the two ends that we keep, cannot be looked at.
        guard let window = [seen.head, seen.tail].first(where: { $0.slice(place, 14) != nil }) else { return !seen.isWhole }
        guard let entries = number(window, place, 2), let kind = number(window, place + 4, 2) else { return false }
        return entries >= 1 && place + 2 + entries * 12 + 4 <= seen.size && (1...13).contains(kind)
    }

    /// HEIF (ISO/IEC 23008-12) by its brands (ISO/IEC 14496-12, 4.3); nil when it is another family's file, such as a film or
    /// AVIF.
    /// - Returns: the media type.
    static func heif(_ seen: Evidence) -> String? {
        let head = seen.head
        let coded: Set<String> = ["heic", "heix", "heim", "heis"]
        guard let length = head.big(0, 4), (16...1024).contains(length), length.isMultiple(of: 4), let major = head.text(8, 4)
        else {
            return nil
        }
        let others = stride(from: Int64(16), to: length, by: 4).compactMap { head.text($0, 4) }
        guard coded.contains(major) || major == "mif1" && !coded.isDisjoint(with: others), hasMeta(seen, after: length) else {
            return nil
        }
        return major == "mif1" ? "image/heif" : "image/heic"
    }

    /// Whether boxes lead from a place to `meta`, which says what the image is, or to the data of one too long to look behind.
    private static func hasMeta(_ seen: Evidence, after start: Int64) -> Bool {
        var place = start
        // Each box is at least eight bytes, so this ends.
        while let short = seen.head.big(place, 4), let kind = seen.head.text(place + 4, 4) {
            let length = short == 1 ? seen.head.big64(place + 8) : short
            guard let length, length >= (short == 1 ? 16 : 8), length <= seen.size - place else { return false }
            if kind == "meta" { return true }
            guard ["free", "skip", "wide", "mdat", "uuid", "moov"].contains(kind) else { return false }
            place += length
        }
        return !seen.isWhole && place >= seen.head.end && place < seen.size
    }
}
