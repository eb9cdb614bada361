import Markdown
public import Model

extension Site {
    /// Markdown that people wrote in a record, as the client's pages render it; it has no pictures.
    public func html(_ markdown: String) -> HTML {
        markdown.isEmpty ? .empty : Markdown.html(markdown, demote: 3)
    }
}

extension Site {
    /// The beginning of a letter on one line, for lists.
    public func excerpt(_ text: String) -> String { PlainText.excerpt(text) }
}
