import Crypto
import Documents
import Model

/// What an agency's picture must be: a PNG or JPEG by its bytes, not too large in any sense. It is served as it came.
enum LogoLook {
    /// - Throws: `Refusal(.unsupportedType)` when it is no such picture, `.tooLarge`.
    static func logo(_ bytes: [UInt8]) throws -> Logo {
        guard bytes.count <= Logo.mostBytes else {
            throw Refusal(.tooLarge, "refusal.logo.size", ["limit": String(Logo.mostBytes / 1024)])
        }
        guard let (kind, width, height) = png(bytes) ?? jpeg(bytes) else {
            throw Refusal(.unsupportedType, "refusal.logo.type")
        }
        guard let logo = Logo(hash: Array(SHA256.hash(data: bytes)), kind: kind, width: width, height: height) else {
            throw Refusal(.tooLarge, "refusal.logo.pixels", ["limit": String(Logo.mostPixels)])
        }
        return logo
    }

    /// PNG (RFC 2083): its signature, IHDR first, IEND last.
    private static func png(_ bytes: [UInt8]) -> (Logo.Kind, Int, Int)? {
        let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]),
            bytes.count >= 57, bytes.suffix(12).elementsEqual(end)
        else { return nil }
        return (.png, big(bytes, 16, 4), big(bytes, 20, 4))
    }

    /// JPEG (ITU-T T.81, B.1.1): from SOI along the segments to the frame, which says the size; EOI last.
    private static func jpeg(_ bytes: [UInt8]) -> (Logo.Kind, Int, Int)? {
        guard bytes.starts(with: [0xFF, 0xD8]), bytes.suffix(2).elementsEqual([0xFF, 0xD9]) else { return nil }
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xFF {
            let code = bytes[place + 1]
            if code == 0xFF {
                place += 1
                continue
            }
            if (0xC0...0xCF).contains(code), ![0xC4, 0xC8, 0xCC].contains(code) {
                return (.jpg, big(bytes, place + 7, 2), big(bytes, place + 5, 2))
            }
            let length = big(bytes, place + 2, 2)
            guard length >= 2, code != 0xDA else { return nil }
            place += 2 + length
        }
        return nil
    }

    private static func big(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }
}
