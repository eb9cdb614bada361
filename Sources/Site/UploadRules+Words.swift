public import Model
public import Templates

/// An agency's rules for uploads as forms tell them.
extension UploadRules {
    /// A kind as people call it.
    public static func name(_ kind: UploadKind, _ words: Words) -> String { words.text("upload.kind.\(kind.rawValue)") }

    /// What is taken, in a sentence.
    func sentence(_ words: Words, _ formats: Formats) -> String {
        guard !takesAllKinds else { return words.text("upload.types") }
        return words.text("upload.types.only", ["kinds": UploadRules.list(kinds, words, formats)])
    }

    /// Several kinds in a row.
    static func list(_ kinds: [UploadKind], _ words: Words, _ formats: Formats) -> String {
        formats.either(kinds.map { name($0, words) })
    }

    /// What a browser offers first; empty: everything.
    var accept: String { takesAllKinds ? "" : kinds.map(\.accept).joined(separator: ",") }

    /// The largest file, bytes.
    func largest(within limits: UploadLimits) -> Int64 { min(largest ?? .max, limits.fileBytes) }
}
