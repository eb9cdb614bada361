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
        var page = TextPage(
            frame: frame(agency: agency, language: language, signedIn: false), title: text.title(for: agency),
            updated: text.updated.map { words(language).text("text.updated", ["date": formats.day($0)]) },
            body: Markdown.html(text.body(for: agency), demote: 0) { assets.url("content/" + $0) }, more: more)
        if name == "cookies" {
            page.cookies = CookieRegistry.all.map { CookieRow($0, agency, words(language)) }
            page.consent = agency.analytics ? consentNotice(agency, language: language) : nil
            page.choice = PagePath.agency(agency.slug) + "cookies/choice/"
        }
        let bytes = templates(language).text.render(page)
        return RenderedPage(page: .shared(name), path: name + "/index.html", bytes: bytes, freshUntil: nil)
    }

    /// A privacy policy as it stands now, in the agency's language.
    /// - Parameter content: the agency's own file of that name, as `renderShared` asks for it.
    /// - Throws: `Refusal(.configuration)` when the agency's own file is not as it must be.
    public func policy(_ policy: Policy, agency: Agency, content: (String) -> String?) throws -> PolicyText {
        let language = language(agency.language)
        let own = policy == .privacy ? try own(content, language) : nil
        guard let text = own ?? texts.text(policy.rawValue, language: language) else {
            throw Refusal(.configuration, "refusal.content.missing", ["name": policy.rawValue])
        }
        return PolicyText(
            policy: policy, title: text.title(for: agency), updated: text.updated,
            html: Markdown.html(
                text.body(for: agency), demote: 0,
                base: PagePath.agency(agency.slug) + (policy == .privacy ? "privacy/" : "privacy/platform/")
            ) { assets.url("content/" + $0) }, digest: text.digest)
    }

    /// The agency's own privacy policy, in its language if it has that.
    private func own(_ content: (String) -> String?, _ language: String) throws -> Texts.Text? {
        for name in ["privacy.\(language).md", "privacy.md"] {
            if let source = content(name) { return try Texts.Text(source, path: name, language: language) }
        }
        return nil
    }

    /// The language itself, or English where there are no words of it.
    func language(_ language: String) -> String { languages.contains(language) ? language : "en" }
}

/// A privacy policy as it stands.
public struct PolicyText: Sendable, Hashable {
    public let policy: Policy
    public let title: String
    /// When it was last changed, as it says itself.
    public let updated: Day?
    public let html: HTML
    /// SHA-256 of the text as it was written, 64 hexadecimal digits: another text is another policy.
    public let digest: String
}
