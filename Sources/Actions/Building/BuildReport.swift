/// What a build did.
public struct BuildReport: Sendable, Hashable {
    /// Pages whose bytes changed and were written.
    public var written = 0
    /// Pages that were rendered to the bytes they had.
    public var unchanged = 0
    /// Files that should no longer exist and went.
    public var removed = 0
    /// How long it took, seconds.
    public var seconds = 0.0

    /// Nothing was built.
    public init() {}

    static func += (left: inout BuildReport, right: BuildReport) {
        left.written += right.written
        left.unchanged += right.unchanged
        left.removed += right.removed
        left.seconds += right.seconds
    }
}
