/// Whether a stream of bytes can be text: valid UTF-8 (RFC 3629), or else Windows-1252 or Windows-1257, and no control
/// characters but those that libmagic, too, takes for text. Goes over every byte once and keeps nothing of them.
struct TextScan: Sendable {
    /// A NUL or another control that text has not.
    private(set) var hasControls = false
    private var isUTF8 = true
    private var is1252 = true
    private var is1257 = true
    /// Bytes that the UTF-8 character under way still needs, and between which values the next must lie.
    private var needed = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether all bytes so far can be text, the last of them being the last of all.
    var isText: Bool { !hasControls && (isUTF8 && needed == 0 || is1252 || is1257) }
    /// Whether they can be text when more may follow.
    var mayBeText: Bool { !hasControls && (isUTF8 || is1252 || is1257) }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count, mayBeText {
            if needed == 0, index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if TextScan.isPlain(word) {
                    index += 8
                    continue
                }
            }
            look(bytes[index])
            index += 1
        }
    }

    /// Whether all eight bytes are 0x20 to 0x7E. The usual trick: a byte below n borrows from its top bit when n is taken away.
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        let below = (word &- ones &* 0x20) & ~word & tops
        let deletes = word ^ (ones &* 0x7F)
        let isDelete = (deletes &- ones) & ~deletes & tops
        return word & tops == 0 && below == 0 && isDelete == 0
    }

    private mutating func look(_ byte: UInt8) {
        if byte < 0x80 {
            if needed > 0 { isUTF8 = false }
            switch byte {
            case 0x07...0x0D, 0x1B, 0x20...0x7E: break
            default: hasControls = true
            }
            return
        }
        if isUTF8 { lookUTF8(byte) }
        switch byte {
        case 0x81, 0x8D, 0x8F, 0x90, 0x9D: is1252 = false
        default: break
        }
        switch byte {
        case 0x81, 0x83, 0x88, 0x8A, 0x8C, 0x90, 0x98, 0x9A, 0x9C, 0x9F, 0xA1, 0xA5: is1257 = false
        default: break
        }
    }

    private mutating func lookUTF8(_ byte: UInt8) {
        if needed > 0 {
            guard (lowest...highest).contains(byte) else {
                isUTF8 = false
                needed = 0
                return
            }
            (needed, lowest, highest) = (needed - 1, 0x80, 0xBF)
            return
        }
        switch byte {
        case 0xC2...0xDF: needed = 1
        case 0xE0: (needed, lowest) = (2, 0xA0)
        case 0xED: (needed, highest) = (2, 0x9F)
        case 0xE1...0xEF: needed = 2
        case 0xF0: (needed, lowest) = (3, 0x90)
        case 0xF4: (needed, highest) = (3, 0x8F)
        case 0xF1...0xF3: needed = 3
        default: isUTF8 = false
        }
    }

    /// Whether text begins as markup does: `<` and then a letter, `!`, `?` or `/`, after a byte order mark and white space.
    static func beginsAsMarkup(_ head: some Collection<UInt8>) -> Bool {
        var rest = head.dropFirst(head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard rest.popFirst() == UInt8(ascii: "<"), let next = rest.first else { return false }
        switch next {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "!"), UInt8(ascii: "?"),
            UInt8(ascii: "/"):
            return true
        default: return false
        }
    }

    /// Whether a message is a web page that a browser saved (MHTML): a page with scripts in the clothes of a mail.
    static func isSavedPage(_ head: some Collection<UInt8>) -> Bool {
        let start = String(decoding: head.prefix(8192), as: UTF8.self).lowercased()
        let headers = start.components(before: "\r\n\r\n").components(before: "\n\n")
        return headers.contains("snapshot-content-location:") || headers.hasPrefix("from: <saved by")
            || headers.hasPrefix("from: \"saved by") || headers.contains("\nfrom: <saved by")
            || headers.contains("\nfrom: \"saved by")
    }
}

extension String {
    /// What stands before the first occurrence of a text; all of it when there is none.
    fileprivate func components(before mark: String) -> String {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
