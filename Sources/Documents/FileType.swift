/// A type of file that the store takes: what its first bytes are, what libmagic calls it, how its names end.
public struct FileType: Sendable, Hashable {
    /// What a name's extension must agree with. Only images may carry each other's.
    public enum Family: String, Sendable, CaseIterable {
        case pdf, image, document, sheet, slides, text
    }

    /// What the first bytes must be; the structural look begins there.
    enum Signature: Sendable, CaseIterable {
        case pdf, jpeg, png, gif, webp, tiff, heif, zip, text
    }

    /// The media type under which it is stored and served.
    public let media: String
    /// What people call it: `PDF`, `DOCX`.
    public let label: String
    /// What sort of file.
    public let family: Family
    /// Lower case, without the dot; the first is given to names that have none.
    public let extensions: [String]
    let signature: Signature
    /// The answers of libmagic that agree.
    let magic: Set<String>

    init(
        _ media: String, _ label: String, _ family: Family, _ extensions: [String], _ signature: Signature,
        magic: Set<String>? = nil
    ) {
        (self.media, self.label, self.family, self.extensions) = (media, label, family, extensions)
        (self.signature, self.magic) = (signature, magic ?? [media])
    }
}
