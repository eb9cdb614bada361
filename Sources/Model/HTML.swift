/// Text that is already HTML and safe to stand in a page as it is: made by Markdown or by the program itself,
/// never by a person. Templates print it only where they ask for raw output (`{{{name}}}`).
public struct HTML: Hashable, Sendable {
    public let text: String

    public init(trusted text: String) {
        self.text = text
    }

    public static let empty = HTML(trusted: "")
}
