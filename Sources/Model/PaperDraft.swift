/// One paper that is to be asked for.
public struct PaperDraft: Hashable, Sendable {
    /// What it is; one line.
    public var title: String
    /// What to mind, plain text; may be empty.
    public var hint: String
    /// Which kinds of files it may be.
    public var kinds: PaperKinds
    /// Bytes of one file; nil: what every upload may have.
    public var largest: Int64?

    /// - Parameters: as the properties.
    public init(title: String, hint: String = "", kinds: PaperKinds = .any, largest: Int64? = nil) {
        (self.title, self.hint, self.kinds, self.largest) = (title, hint, kinds, largest)
    }
}
