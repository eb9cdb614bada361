import Model

/// One thing that is wrong with a folder: `file:line: column: what is wrong; what would be right`.
public struct ImportProblem: Error, Sendable, Hashable {
    /// Its name in the folder.
    public let file: String
    /// Counted from 1; 0: the file as a whole.
    public let line: Int
    /// Empty: the row as a whole.
    public let column: String
    /// A key of words/ and its arguments.
    public let word: String
    /// What stands in the sentence.
    public let arguments: [String: String]
}

/// Gathers problems: all are counted, the first twenty kept.
struct ImportProblems: Sendable {
    static let kept = 20

    private(set) var first: [ImportProblem] = []
    private(set) var count = 0

    mutating func add(_ problem: ImportProblem) {
        count += 1
        if first.count < ImportProblems.kept { first.append(problem) }
    }

    mutating func add(_ others: ImportProblems) {
        for problem in others.first { add(problem) }
        count += others.count - others.first.count
    }
}

/// What an import did, or why it did nothing.
public struct ImportReport: Sendable {
    /// Rows of one file.
    public struct Rows: Sendable, Hashable {
        /// Rows that were not there.
        public var added = 0
        /// Rows that were another.
        public var changed = 0
        /// Rows that stood there already.
        public var unchanged = 0

        mutating func add(_ other: Rows) {
            (added, changed, unchanged) = (added + other.added, changed + other.changed, unchanged + other.unchanged)
        }
    }

    /// By file name, in the order of the import format.
    public internal(set) var files: [(name: String, rows: Rows)] = []
    /// The first twenty problems; when there is one, nothing was kept.
    public internal(set) var problems: [ImportProblem] = []
    /// How many problems there are in all.
    public internal(set) var problemCount = 0
    /// How long it took, seconds.
    public internal(set) var seconds = 0.0

    /// Whether the records are other than before (or would be, in a dry run).
    public var hasChanges: Bool {
        files.contains { $0.rows.added + $0.rows.changed > 0 }
    }
}
