/// A piece of a template: text of at most one line, or a tag.
struct Token: Sendable {
    enum Kind: Sendable, Hashable {
        case text
        /// `{{name}}`
        case variable
        /// `{{{name}}}`, `{{&name}}`
        case raw
        /// `{{#name}}`
        case section
        /// `{{^name}}`
        case inverted
        /// `{{/name}}`
        case close
        /// `{{>name}}`
        case partial
        /// `{{<name}}`
        case parent
        /// `{{$name}}`
        case block
        /// `{{!…}}`
        case comment
        /// `{{=<% %>=}}`
        case delimiters
    }

    let kind: Kind
    /// The bytes of a text, or of the whole tag.
    let range: Range<Int>
    /// A tag's name, without the sigil.
    var name = ""
    /// The opening tag of a closing one.
    var opener: Int?

    // What `Lines` finds out.

    /// White space that the rules for standalone tags take away.
    var isDropped = false
    /// A tag that has its line, or lines, for itself.
    var isStandalone = false
    /// The white space before a standalone tag, or before a block that begins a line.
    var indent = ""
    /// Whether a line of output begins with this token.
    var startsLine = false

    init(_ kind: Kind, _ range: Range<Int>, name: String = "", opener: Int? = nil) {
        (self.kind, self.range, self.name, self.opener) = (kind, range, name, opener)
    }
}
