import Foundation

/// The name of a file as people see it: made safe from whatever a browser or a command line sent. Never used as a path.
public struct FileName: Sendable, Hashable, CustomStringConvertible {
    /// The longest name, bytes of UTF-8: every file system of today takes it, and `filename*` stays within one header line.
    public static let longest = 180
    /// The name of a file that came without one.
    public static let fallback = "document"

    /// The name as it may stand in a list.
    public let text: String

    /// The name.
    public var description: String { text }

    /// Takes the last component after `/` and `\` (some browsers sent whole paths), brings it to NFC, and drops controls, marks
    /// that turn the writing direction (a name such as `invoice\u{202E}fdp.exe` would show as another), leading dots, and spaces
    /// or dots at either end. At most 180 bytes, the extension kept; `document` when nothing is left.
    public init(_ sent: String) {
        let last = sent.unicodeScalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0) } ?? ""
        var kept = String.UnicodeScalarView()
        for scalar in last.unicodeScalars where !FileName.isDropped(scalar) { kept.append(scalar) }
        let normal = String(kept).precomposedStringWithCanonicalMapping
        let trimmed = FileName.trimmed(normal)
        text = trimmed.isEmpty ? FileName.fallback : FileName.shortened(trimmed)
    }

    /// The letters and digits after the last dot, in lower case; nil when there are none or more than ten.
    public var fileExtension: String? {
        guard let dot = text.lastIndex(of: "."), dot != text.startIndex else { return nil }
        let after = text[text.index(after: dot)...]
        let isPlain = after.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        return isPlain && (1...10).contains(after.utf8.count) ? after.lowercased() : nil
    }

    /// The same name with another extension in place of its own.
    func replacingExtension(by new: String) -> FileName {
        guard let old = fileExtension else { return appending(new) }
        return FileName(String(text.dropLast(old.count)) + new)
    }

    /// The same name with an extension added.
    func appending(_ new: String) -> FileName {
        FileName(text + "." + new)
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true  // controls
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // direction
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB: true  // line ends, byte order mark, annotations
        default: false
        }
    }

    private static func trimmed(_ name: String) -> String {
        let isEdge: (Unicode.Scalar) -> Bool = { $0 == "." || $0.properties.isWhitespace }
        let scalars = name.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isEdge($0) }), let last = scalars.lastIndex(where: { !isEdge($0) }) else {
            return ""
        }
        return String(scalars[first...last])
    }

    /// Cuts whole characters out of the stem. A single character may be longer than all the room: then scalars are cut.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > longest else { return name }
        var tail = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 16 { tail = String(name[dot...]) }
        let room = longest - tail.utf8.count
        var stem = ""
        var used = 0
        for character in name.dropLast(tail.count) {
            used += character.utf8.count
            if used > room { break }
            stem.append(character)
        }
        let whole = trimmed(stem)
        return (whole.isEmpty ? fallback : whole) + tail
    }
}
