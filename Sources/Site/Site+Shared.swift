import Markdown
public import Model
import Templates

extension Site {
    /// The pages that everybody may read, in the agency's language: `privacy/platform/`, `cookies/`, `privacy/`.
    /// - Parameter content: the agency's own file of that name, such as `privacy.md` or `privacy.lt.md`; only the privacy
    ///   policy is asked for.
    /// - Throws: `Refusal(.configuration)` when the agency's own file is not as it must be.
    public func renderShared(
        agency: Agency, content: (String) -> String?, today: Day
    ) throws -> [RenderedPage] {
        let language = language(agency.language)
        let words = words(language)
        let home = PagePath.agency(agency.slug)
        let privacy = Link(href: home + "privacy/", label: words.text("frame.privacy"))
        let platform = Link(href: home + "privacy/platform/", label: words.text("text.platform"))
        let cookies = Link(href: home + "cookies/", label: words.text("frame.cookies"))
        let all: [(name: String, text: Texts.Text?, more: [Link])] = [
            ("privacy/platform", texts.text("platform", language: language), [privacy, cookies]),
            ("cookies", texts.text("cookies", language: language), [privacy, platform]),
            ("privacy", try own(content, language) ?? texts.text("privacy", language: language), [platform, cookies]),
        ]
        return all.compactMap { name, text, more in
            guard let text else { return nil }
            return shared(name, text, more, agency: agency, language: language)
        }
    }

    private func shared(
        _ name: String, _ text: Texts.Text, _ more: [Link], agency: Agency, language: String
    ) -> RenderedPage {
        let formats = formats(language: language, agency: agency)
        let page = TextPage(
            frame: frame(agency: agency, language: language, signedIn: false), title: text.title(for: agency),
            updated: text.updated.map { words(language).text("text.updated", ["date": formats.day($0)]) },
            body: Markdown.html(text.body(for: agency), demote: 0) { assets.url("content/" + $0) }, more: more)
        let bytes = templates(language).text.render(page)
        return RenderedPage(page: .shared(name), path: name + "/index.html", bytes: bytes, freshUntil: nil)
    }

    /// The agency's own privacy policy, in its language if it has that.
    private func own(_ content: (String) -> String?, _ language: String) throws -> Texts.Text? {
        for name in ["privacy.\(language).md", "privacy.md"] {
            if let source = content(name) { return try Texts.Text(source, path: name) }
        }
        return nil
    }

    /// The language itself, or English where there are no words of it.
    func language(_ language: String) -> String { languages.contains(language) ? language : "en" }
}
