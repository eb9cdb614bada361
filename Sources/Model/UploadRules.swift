/// What an agency lets its clients send, within what the program takes at all: the settings `upload_kinds` and
/// `upload_largest`. Staff are not bound by it.
public struct UploadRules: Hashable, Sendable {
    /// In the order of `UploadKind`; never empty.
    public var kinds: [UploadKind]
    /// The largest file, bytes; nil: what the program takes.
    public var largest: Int64?

    /// Whatever the program takes.
    public static let all = UploadRules(kinds: UploadKind.allCases)

    /// What may be sent; nil for `largest`: as much as the program takes.
    public init(kinds: [UploadKind], largest: Int64? = nil) {
        let known = UploadKind.allCases.filter(kinds.contains)
        (self.kinds, self.largest) = (known.isEmpty ? UploadKind.allCases : known, largest)
    }

    /// Reads the settings as they are kept.
    /// - Parameters:
    ///   - kinds: words separated by commas; empty: all.
    ///   - megabytes: a whole number of MB of 2^20 bytes; empty: what the program takes.
    public init(kinds: String, megabytes: String) {
        self.init(
            kinds: kinds.split(separator: ",").compactMap { UploadKind(rawValue: String($0)) },
            largest: Int64(megabytes).map { $0 << 20 })
    }

    /// The same for what comes for a paper, whose own rules only narrow them. Somebody of the staff asked for it in so many words: were
    /// none of its kinds taken any more, it could never be answered, so then those are.
    public func answering(_ paper: Paper?) -> UploadRules {
        guard let paper, !paper.kinds.kinds.contains(where: kinds.contains) else { return self }
        return UploadRules(kinds: paper.kinds.kinds, largest: largest)
    }

    /// Whether it takes every kind that the program takes.
    public var takesAllKinds: Bool { kinds.count == UploadKind.allCases.count }

    /// The settings as they are kept.
    public var kindsText: String { takesAllKinds ? "" : kinds.map(\.rawValue).joined(separator: ",") }
    /// The largest file in MB of 2^20 bytes; empty: as much as the program takes.
    public var megabytesText: String { largest.map { String($0 >> 20) } ?? "" }

    /// Why a file is not taken; nil: it is.
    /// - Parameter type: the media type that its bytes were found to be.
    public func refusal(ofType type: String, named name: String) -> Refusal? {
        guard !kinds.contains(where: { $0.takes(type) }) else { return nil }
        let labels = kinds.flatMap(\.labels).joined(separator: ", ")
        return Refusal(.unsupportedType, "refusal.upload.kind", ["name": name, "types": labels])
    }

    /// Why a file that has so many bytes by now is not taken.
    public func refusal(ofSize size: Int64, named name: String) -> Refusal? {
        guard let largest, size > largest else { return nil }
        return Refusal(.tooLarge, "refusal.document.tooLarge", ["name": name, "limit": Paper.size(largest)])
    }
}

/// What people tell apart among the types that are taken; each type is of exactly one kind.
public enum UploadKind: String, Sendable, CaseIterable {
    case pdf, photo, document, sheet, slides, text

    /// Whether a file of that media type, one of those that documents may have, is of this kind.
    public func takes(_ type: String) -> Bool {
        switch self {
        case .pdf: type == "application/pdf"
        case .photo: type.hasPrefix("image/")
        case .document: type.hasSuffix(".wordprocessingml.document") || type == "application/vnd.oasis.opendocument.text"
        case .sheet:
            type.hasSuffix(".spreadsheetml.sheet") || type == "application/vnd.oasis.opendocument.spreadsheet"
                || type == "text/csv"
        case .slides: type == "application/vnd.oasis.opendocument.presentation"
        case .text: type == "text/plain"
        }
    }

    /// What its types are called in every language.
    public var labels: [String] {
        switch self {
        case .pdf: ["PDF"]
        case .photo: ["JPEG", "PNG", "WebP", "GIF", "TIFF", "HEIC", "HEIF"]
        case .document: ["DOCX", "ODT"]
        case .sheet: ["XLSX", "ODS", "CSV"]
        case .slides: ["ODP"]
        case .text: ["TXT"]
        }
    }

    /// What a browser offers first, in a file field's `accept`; the server looks for itself.
    public var accept: String {
        switch self {
        case .pdf: ".pdf"
        case .photo: "image/*,.heic,.heif"
        case .document: ".docx,.odt"
        case .sheet: ".xlsx,.ods,.csv"
        case .slides: ".odp"
        case .text: ".txt,.md,.log,.json,.eml"
        }
    }
}
