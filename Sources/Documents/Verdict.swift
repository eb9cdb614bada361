import Model

/// What a file is, by its bytes: libmagic, our own signature and the structural look agree, and the name does not say otherwise.
struct Verdict: Sendable, Hashable {
    let type: FileType
    /// The name with an extension that fits the type.
    let shownName: FileName

    /// The verdict on a whole file.
    /// - Parameters:
    ///   - early: what `Early` said of the same file, so that libmagic is asked once.
    /// - Throws: `Refusal(.unsupportedType)`, whose sentence says why.
    init(_ early: Early, _ seen: Evidence, text: TextScan) throws {
        let type = try Verdict.type(early, seen, text)
        self.type = type
        shownName = try Verdict.shown(early.name, as: type)
    }

    /// What can be said from the first 64 KiB alone, so that two gigabytes of something else are refused at their beginning.
    struct Early: Sendable {
        let name: FileName
        /// The types of which signature, libmagic and name may still be true; never empty.
        let candidates: [FileType]

        /// - Throws: `Refusal(.unsupportedType)`.
        init(name: FileName, head: Window, text: TextScan, magic: Magic) throws {
            self.name = name
            guard !head.bytes.isEmpty else { throw Verdict.refusal("empty", name) }
            let answer = try magic.type(of: head.bytes)
            let signature = FileType.Signature.of(head)
            if signature == .text { try Verdict.checkText(name, head, text, answer: answer) }
            // libmagic has no opinion on a single byte.
            let agreeing = TypeTable.all.filter {
                $0.signature == signature && ($0.magic.contains(answer) || signature == .text && head.bytes.count == 1)
            }
            guard let first = agreeing.first else { throw Verdict.foreign(name, answer: answer) }
            candidates = agreeing.filter { (try? Verdict.shown(name, as: $0)) != nil }
            // The name fits none of them, and this says so.
            if candidates.isEmpty { _ = try Verdict.shown(name, as: first, found: signature == .zip ? "ZIP" : first.label) }
        }
    }

    /// The one type that the structure shows.
    private static func type(_ early: Early, _ seen: Evidence, _ text: TextScan) throws -> FileType {
        guard let first = early.candidates.first else { throw refusal("unknown", early.name) }
        func require(_ isSound: Bool) throws -> FileType {
            guard isSound else { throw refusal("damaged", early.name, ["found": first.label]) }
            return first
        }
        func pick(_ media: String) throws -> FileType {
            // The structure shows a type that libmagic or the name had excluded.
            guard let type = early.candidates.first(where: { $0.media == media }) else {
                if let type = TypeTable.type(media: media) { _ = try shown(early.name, as: type) }
                throw refusal("unknown", early.name, ["found": media])
            }
            return type
        }
        switch first.signature {
        case .pdf: return try require(isWholePDF(seen))
        case .jpeg: return try require(ImageLook.jpeg(seen))
        case .png: return try require(ImageLook.png(seen))
        case .gif: return try require(ImageLook.gif(seen))
        case .webp: return try require(ImageLook.webp(seen))
        case .tiff: return try require(ImageLook.tiff(seen))
        case .heif:
            guard let media = ImageLook.heif(seen) else { return try require(false) }
            return try pick(media)
        case .zip:
            switch OfficeLook.answer(seen) {
            case .media(let media): return try pick(media)
            case .macros: throw refusal(.macros, early.name)
            case .other: throw refusal(.archive, early.name)
            case .broken: return try require(false)
            }
        case .text:
            guard text.isText else { throw refusal("notText", early.name) }
            return try pick(early.name.fileExtension == "csv" ? "text/csv" : "text/plain")
        }
    }

    /// PDF (ISO 32000-2, 7.5.5): the end mark stands in the last KiB.
    private static func isWholePDF(_ seen: Evidence) -> Bool {
        let mark = Array("%%EOF".utf8)
        let last = seen.tail.bytes.suffix(1024)
        return last.indices.contains { last[$0...].starts(with: mark) }
    }

    private static func checkText(_ name: FileName, _ head: Window, _ text: TextScan, answer: String) throws {
        let start = head.bytes.prefix(2)
        if start == [0xFF, 0xFE] || start == [0xFE, 0xFF] { throw refusal("utf16", name) }
        guard text.mayBeText else { throw foreign(name, answer: answer) }
        if TextScan.beginsAsMarkup(head.bytes) || TextScan.isSavedPage(head.bytes) { throw refusal(.webPage, name) }
    }

    // MARK: names

    /// The name to show for a type: as it is when its extension is one of the type's; corrected between images and given where
    /// there was none or one that belongs to nothing.
    /// - Throws: `Refusal(.unsupportedType)` when the extension belongs to another family.
    private static func shown(_ name: FileName, as type: FileType, found: String? = nil) throws -> FileName {
        guard let ending = name.fileExtension else { return name.appending(type.extensions[0]) }
        if type.extensions.contains(ending) { return name }
        if let foreign = TypeTable.foreignExtensions[ending] { throw refusal(foreign, name) }
        guard TypeTable.taken.contains(ending) else { return name.appending(type.extensions[0]) }
        if type.family == .image, TypeTable.all.contains(where: { $0.family == .image && $0.extensions.contains(ending) }) {
            return name.replacingExtension(by: type.extensions[0])
        }
        throw refusal("extension", name, ["extension": ending, "found": found ?? type.label])
    }

    // MARK: refusals

    /// Bytes that are of no type that is taken: said as plainly as libmagic's answer allows.
    private static func foreign(_ name: FileName, answer: String) -> Refusal {
        if let foreign = TypeTable.foreign(magic: answer) { return refusal(foreign, name) }
        if let ending = name.fileExtension, let foreign = TypeTable.foreignExtensions[ending] { return refusal(foreign, name) }
        return refusal("unknown", name, ["found": answer])
    }

    private static func refusal(_ foreign: TypeTable.Foreign, _ name: FileName) -> Refusal {
        refusal(foreign.rawValue, name)
    }

    /// The words are `refusal.document.type.…`: empty, damaged, notText, utf16, extension, unknown and those of `Foreign`.
    private static func refusal(_ word: String, _ name: FileName, _ more: [String: String] = [:]) -> Refusal {
        Refusal(.unsupportedType, "refusal.document.type." + word, more.merging(["name": name.text]) { $1 })
    }
}

extension FileType.Signature {
    /// What a file's first bytes promise. Whatever has none of the signatures might be text.
    static func of(_ head: Window) -> Self {
        let bytes = head.bytes
        if head.has("%PDF-", at: 0) { return .pdf }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if head.has("GIF87a", at: 0) || head.has("GIF89a", at: 0) { return .gif }
        if head.has("RIFF", at: 0) && head.has("WEBP", at: 8) { return .webp }
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0x00]) || bytes.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) { return .tiff }
        if head.has("ftyp", at: 4) { return .heif }
        if head.has("PK\u{3}\u{4}", at: 0) { return .zip }
        return .text
    }
}
