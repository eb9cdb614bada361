public import Model

/// CommonMark as the portal takes it: no raw HTML, only links that lead somewhere harmless, only images of content/.
public struct Markdown: Sendable {
    /// The HTML of a text.
    ///
    /// - Raw HTML becomes its text; HTML comments go away (ASVS 1.3.5).
    /// - Links keep http, https, mailto, tel and relative addresses; any other becomes its text (ASVS 1.2.2).
    /// - Time and memory are linear in the length of the text, whatever it holds.
    /// - Parameters:
    ///   - demote: how many levels headings go down, so that the page around keeps the only `h1`; never below `h6`.
    ///   - base: the path of the place that relative links are meant from, `/acme/privacy/`, when the text is shown elsewhere.
    ///   - image: the URL of a file of content/ for an image's relative path (`logos/acme.png`: no scheme, no `..`, percent
    ///     decoded), or nil when there is none; then the image becomes its text.
    public static func html(_ text: String, demote: Int = 1, base: String = "", image: (String) -> String? = { _ in nil }) -> HTML
    {
        withoutActuallyEscaping(image) { image in
            var renderer = HTMLRenderer(demote: demote, base: base, image: image)
            Tree(text).walk { renderer.visit($0, isEntering: $1) }
            return HTML(trusted: renderer.html)
        }
    }

    /// The text without marks, for previews: one line a paragraph, heading, item or code block.
    public static func plain(_ text: String) -> String {
        var renderer = PlainRenderer()
        Tree(text).walk { renderer.visit($0, isEntering: $1) }
        return renderer.text
    }
}
