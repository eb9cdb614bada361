/// Text that is already HTML and safe to stand in a page as it is: made by Markdown or by the program itself,
/// never by a person. Templates print it only where they ask for raw output (`{{{name}}}`).
public struct HTML: Hashable, Sendable {
    /// As it stands in a page, character by character.
    public let text: String

    /// - Parameter text: only what the program or Markdown wrote; never what somebody typed.
    public init(trusted text: String) {
        self.text = text
    }

    /// Nothing.
    public static let empty = HTML(trusted: "")
}
