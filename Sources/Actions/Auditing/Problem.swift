/// Something that a check found wrong.
public struct Problem: Sendable, Hashable {
    /// What sort of thing is wrong.
    public enum Kind: String, Sendable, CaseIterable {
        /// The agency cannot be opened.
        case shut
        /// The database itself, or a reference between its rows.
        case records
        /// The audit log is not what was written.
        case audit
        /// A document's bytes are missing, damaged or not those of its row.
        case document
        /// Bytes that no row names.
        case orphan
        /// A rendered file is missing, altered or unknown.
        case page
        /// A value of the agency's settings.
        case setting
        /// A file of a backup.
        case backup
        /// A file of an export.
        case export
        /// A run of the proofs.
        case proof
        /// The machine: disk, permissions, time zones.
        case machine
    }

    /// What sort of thing it is about.
    public let kind: Kind
    /// What it is about: an id, a path, a number.
    public let subject: String
    /// A key of words/, and what it names.
    public let word: String
    /// What stands in the sentence.
    public let arguments: [String: String]

    init(_ kind: Kind, _ subject: String, _ word: String, _ arguments: [String: String] = [:]) {
        (self.kind, self.subject, self.word, self.arguments) = (kind, subject, word, arguments)
    }
}
