import Documents
import Foundation
import Model

/// Makes of a document what is read in its place. Everything that parses a stranger's bytes runs in the sandbox; what comes
/// back is a picture that was written anew, or text.
struct Converter: Sendable {
    /// Something that was made.
    struct Made: Sendable {
        let kind: Derived.Kind
        let type: String
        let bytes: [UInt8]
        var width: Int64 = 0
        var height: Int64 = 0
    }

    /// Why nothing was made: true of the document whatever is tried.
    struct Hopeless: Error {
        let reason: Conversion.Reason
    }

    /// A program was ended from outside while it read the document, which may be tried again.
    struct Interrupted: Error {}

    /// More than the largest photos of phones have, and what one child holds in memory.
    static let mostPixels: Int64 = 110_000_000
    /// Larger documents stay without.
    static let mostBytes: Int64 = 256 << 20
    /// As much text of a document as is searched.
    static let mostText = 256 << 10
    /// As much of an Office file's markup as is read for it.
    static let mostMarkup = 16 << 20

    let sandbox = Sandbox()

    /// Everything that there is to make of a document.
    /// - Throws: `Hopeless`; `Refusal(.unavailable)` without a sandbox; what reading the document throws.
    func make(_ document: Document, _ opened: OpenDocument) throws -> [Made] {
        let source = Source(opened)
        guard document.size <= Converter.mostBytes else { throw Hopeless(reason: .large) }
        switch document.type {
        case "application/pdf": return try pdf(source)
        case "text/plain", "text/csv": return [try text(of: source)].compactMap { $0 }
        case let type where OfficeText.isKnown(type): return [try words(of: document, source)]
        default:
            guard document.hasPicture else { throw Hopeless(reason: .type) }
            return try photo(document, source)
        }
    }

    private func photo(_ document: Document, _ source: Source) throws -> [Made] {
        guard let pixels = PixelSize(head: try source.head(PixelSize.headLength), type: document.type) else {
            throw Hopeless(reason: .damaged)
        }
        guard pixels.count <= Converter.mostPixels else { throw Hopeless(reason: .large) }
        guard document.isPhoto else {
            let preview = try picture(.preview, 1600, source.reader())
            return [preview, try picture(.thumbnail, 320, once(preview.bytes))]
        }
        let copy = try copy(document.type, source)
        let preview = try picture(.preview, 1600, once(copy.bytes))
        return [copy, preview, try picture(.thumbnail, 320, once(preview.bytes))]
    }

    /// The whole photo, upright and without what its camera wrote into it.
    private func copy(_ type: String, _ source: Source) throws -> Made {
        // What has no loss stays without; WebP goes too, because libvips 8.14 leaves its EXIF in, whatever it is told.
        let isPNG = type == "image/png"
        var command = vips(size: 1_000_000, as: isPNG ? ".png[strip]" : ".jpg[strip,Q=90,background=255]")
        command.limits.computing = 12
        let bytes = try output(of: command, source.reader())
        guard !Converter.hasMetadata(bytes) else { throw Hopeless(reason: .damaged) }
        let media = isPNG ? "image/png" : "image/jpeg"
        return try picture(.copy, bytes, media)
    }

    private func picture(_ kind: Derived.Kind, _ side: Int, _ input: () throws -> [UInt8]?) throws -> Made {
        try picture(kind, output(of: vips(size: side, as: ".jpg[strip,Q=80,background=255]"), input))
    }

    private func pdf(_ source: Source) throws -> [Made] {
        var scan = NestScan()
        let reader = source.reader()
        while !scan.isTooDeep, let piece = try reader() { scan.take(piece) }
        guard !scan.isTooDeep else { throw Hopeless(reason: .damaged) }
        let page = Sandbox.Command(
            "pdftoppm", ["-f", "1", "-l", "1", "-singlefile", "-scale-to", "1600", "-jpeg", "-jpegopt", "quality=82", "-"])
        let bytes = try output(of: page, source.reader())
        var made = [try picture(.preview, bytes), try picture(.thumbnail, 320, once(bytes))]
        var words = Sandbox.Command("pdftotext", ["-l", "500", "-enc", "UTF-8", "-", "-"])
        words.limits.output = Converter.mostText
        words.stopsAtLimit = true
        do {
            if let text = try text(output(of: words, source.reader())) { made.append(text) }
        } catch is Hopeless {
            // Its pages are shown without.
        }
        return made
    }

    /// What an Office file says, without its marks. Unpacked and stripped in the sandbox: what is packed into a few kilobytes may
    /// have no end.
    private func words(of document: Document, _ source: Source) throws -> Made {
        guard let entry = try OfficeText(document.type, size: document.size, read: source.read) else {
            throw Hopeless(reason: .type)
        }
        guard !entry.isBomb else { throw Hopeless(reason: .large) }
        // Paragraphs, tabs and breaks part words; what was deleted but is still told of, and orders to the program, are none.
        let script = """
            \(entry.isPacked ? "gzip -dc 2>/dev/null" : "cat") | head -c \(Converter.mostMarkup) | sed \
            -e 's#<w:\\(delText\\|instrText\\)[^>]*>[^<]*<[^>]*>##g' \
            -e 's#<\\(w:p\\|w:tab\\|w:br\\|w:cr\\|text:p\\|text:h\\|text:tab\\|text:s\\|text:line-break\\)[ />]# &#g' \
            -e 's#<[^>]*>##g'
            """
        var command = Sandbox.Command("sh", ["-c", script])
        command.limits.output = Converter.mostText
        command.stopsAtLimit = true
        let frame = entry.isPacked ? entry.gzip : (head: [], tail: [])
        let stripped = try output(of: command, source.reader(entry.place, after: frame.head, before: frame.tail))
        guard let text = try text(XMLText.decoded(stripped)) else { throw Hopeless(reason: .type) }
        return text
    }

    /// Upright, in sRGB, at most so many pixels a side; what ends too soon is an error.
    private func vips(size: Int, as form: String) -> Sandbox.Command {
        Sandbox.Command(
            "vipsthumbnail",
            ["stdin[fail_on=truncated]", "--export-profile", "srgb", "--size", "\(size)x\(size)>", "-o", form])
    }

    private func output(of command: Sandbox.Command, _ input: () throws -> [UInt8]?) throws -> [UInt8] {
        let outcome = try sandbox.run(command, input: input)
        if outcome.end == .failed, outcome.errors.hasPrefix("bwrap: ") {
            throw Refusal(.unavailable, "doctor.sandbox.kernel", ["why": String(outcome.errors.prefix(200))])
        }
        if outcome.errors.contains("Incorrect password") { throw Hopeless(reason: .encrypted) }
        // A page that is put together from so many errors is not what its author saw.
        let mistakes = outcome.errors.split(separator: "\n").count { $0.hasPrefix("Syntax Error") }
        switch outcome.end {
        case .done where !outcome.output.isEmpty && mistakes < 50: return outcome.output
        case .late: throw Hopeless(reason: .slow)
        case .flood: throw Hopeless(reason: .large)
        case .killed: throw Interrupted()
        default: throw Hopeless(reason: .damaged)
        }
    }

    private func picture(_ kind: Derived.Kind, _ bytes: [UInt8], _ type: String = "image/jpeg") throws -> Made {
        guard let size = PixelSize(head: bytes, type: type) else { throw Hopeless(reason: .damaged) }
        return Made(kind: kind, type: type, bytes: bytes, width: size.width, height: size.height)
    }

    /// Whether a picture that was written anew still says more than its pixels: it must not, whatever a library does.
    static func hasMetadata(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(256 << 10)
        return ["Exif\0\0", "eXIf", "http://ns.adobe.com/", "Photoshop 3.0"].contains {
            head.firstRange(of: Array($0.utf8)) != nil
        }
    }
}

extension Converter {
    /// The beginning of a text as it stands.
    private func text(of source: Source) throws -> Made? {
        try text(source.head(Converter.mostText))
    }

    /// Words only: controls become spaces, and what is cut off at the end goes. Nil when nothing is left.
    private func text(_ bytes: [UInt8]) throws -> Made? {
        let decoded =
            String(bytes: bytes, encoding: .utf8)
            // A cut may go through a character.
            ?? (1...3).lazy.compactMap { String(bytes: bytes.dropLast($0), encoding: .utf8) }.first
            ?? String(bytes: bytes, encoding: .windowsCP1252) ?? ""
        var words = ""
        var isGap = true
        for scalar in decoded.unicodeScalars {
            let isSpace = scalar.properties.generalCategory == .control || scalar.properties.isWhitespace
            if isSpace, isGap { continue }
            words.unicodeScalars.append(isSpace ? " " : scalar)
            isGap = isSpace
        }
        return words.isEmpty ? nil : Made(kind: .text, type: "text/plain", bytes: Array(words.utf8))
    }
}

/// A document's bytes, read from the start as often as it is asked.
struct Source {
    private let opened: OpenDocument

    init(_ opened: OpenDocument) {
        self.opened = opened
    }

    func head(_ count: Int) throws -> [UInt8] {
        try opened.read(0..<min(opened.size, Int64(count)))
    }

    func read(_ place: Range<Int64>) throws -> [UInt8] { try opened.read(place) }

    func reader() -> () throws -> [UInt8]? { reader(0..<opened.size) }

    /// A part of it, with what is put before and after.
    func reader(_ part: Range<Int64>, after head: [UInt8] = [], before tail: [UInt8] = []) -> () throws -> [UInt8]? {
        let pieces = Pieces(opened, part, head, tail)
        return { try pieces.next() }
    }

    /// Where the reading of a part stands. A class, and no variables that the closure captures: Swift 6.3 puts those on a stack that
    /// is gone by then, when it optimises.
    private final class Pieces {
        private let opened: OpenDocument
        private let end: Int64
        private var place: Int64
        private var first, last: [UInt8]

        init(_ opened: OpenDocument, _ part: Range<Int64>, _ head: [UInt8], _ tail: [UInt8]) {
            (self.opened, place, end, first, last) = (opened, part.lowerBound, part.upperBound, head, tail)
        }

        func next() throws -> [UInt8]? {
            if !first.isEmpty {
                defer { first = [] }
                return first
            }
            guard place < end else {
                defer { last = [] }
                return last.isEmpty ? nil : last
            }
            let next = min(end, place + OpenDocument.piece)
            defer { place = next }
            return try opened.read(place..<next)
        }
    }
}
