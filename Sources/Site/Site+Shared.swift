import Markdown
public import Model
import Templates

extension Site {
    /// The pages that everybody may read, in the agency's language: each promise at `privacy/proof/CLAIM/`, all of them at
    /// `privacy/proof/`, and the texts: `privacy/platform/`, `cookies/`, `privacy/`.
    /// - Parameters:
    ///   - content: the agency's own file of that name, such as `privacy.md` or `privacy.lt.md`; only the privacy policy is asked
    ///     for.
    ///   - proofs: the runs that are kept, the newest first.
    /// - Throws: `Refusal(.configuration)` when the agency's own file is not as it must be.
    public func renderShared(
        agency: Agency, content: (String) -> String?, today: Day, proofs: [KeptProof] = []
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
        let standing = Standing(site: self, agency: agency, language: language, today: today, runs: proofs)
        let shown = all.compactMap { name, text, _ in text.map { (path: name + "/", text: $0) } }
        let pages = ProofRendering(
            standing: standing, texts: shown, standard: texts.text("privacy", language: language)
        ).pages()
        return pages + all.compactMap { name, text, more in text.map { shared(name, $0, more, standing) } }
    }

    private func shared(_ name: String, _ text: Texts.Text, _ more: [Link], _ standing: Standing) -> RenderedPage {
        let (agency, words) = (standing.agency, standing.words)
        let body = Markdown.html(text.body(for: agency), demote: 0) { assets.url("content/" + $0) }
        var page = TextPage(
            frame: frame(agency: agency, language: standing.language, signedIn: false), title: text.title(for: agency),
            updated: text.updated.map { words.text("text.updated", ["date": standing.formats.day($0)]) },
            proof: text.sentences.isEmpty ? nil : ProofSummary(standing), body: Sentences.filling(body, mark: standing.mark),
            more: more)
        if name == "cookies" {
            page.cookies = CookieRegistry.all.map { CookieRow($0, agency, words) }
            page.consent = agency.analytics ? consentNotice(agency, language: standing.language) : nil
            page.choice = PagePath.agency(agency.slug) + "cookies/choice/"
        }
        let bytes = templates(standing.language).text.render(page)
        return RenderedPage(page: .shared(name), path: name + "/index.html", bytes: bytes, freshUntil: standing.freshUntil)
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
            html: Sentences.filling(
                Markdown.html(
                    text.body(for: agency), demote: 0,
                    base: PagePath.agency(agency.slug) + (policy == .privacy ? "privacy/" : "privacy/platform/")
                ) { assets.url("content/" + $0) }
            ) { _ in "" }, digest: text.digest)
    }

    /// The agency's own privacy policy, in its language if it has that.
    private func own(_ content: (String) -> String?, _ language: String) throws -> Texts.Text? {
        for name in ["privacy.\(language).md", "privacy.md"] {
            if let source = content(name) {
                return try Texts.Text(source, path: name, language: language, known: claims.sentences)
            }
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
