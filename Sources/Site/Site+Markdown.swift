import Markdown
public import Model

extension Site {
    /// Markdown that people wrote in a record, as the client's pages render it; it has no pictures.
    public func html(_ markdown: String) -> HTML {
        markdown.isEmpty ? .empty : Markdown.html(markdown, demote: 3)
    }
}
