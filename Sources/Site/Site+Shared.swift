import Markdown
public import Model
import Templates

extension Site {
    /// The pages that everybody may read, in the agency's language (a policy in that of its version in force): each promise at `privacy/proof/CLAIM/`, all of them at
    /// `privacy/proof/`, who else processes data at `privacy/processors/`, incidents at `privacy/security/`, and the texts:
    /// `privacy/platform/`, `cookies/`, `privacy/`.
    /// - Parameters:
    ///   - content: the agency's own file of that name, such as `privacy.md` or `privacy.lt.md`; only the privacy policy is asked
    ///     for.
    ///   - proofs: the runs that are kept, the newest first.
    ///   - retention: the rules of how long what is kept, for `privacy/retention/`; empty: no such page.
    ///   - versions: of the policies: what is in force stands in place of what content/ says by now, which is a draft.
    ///   - incidents: the newest first.
    ///   - disclosures: the days on which authorities got an answer that may be told.
    /// - Throws: `Refusal(.configuration)` when the agency's own file is not as it must be.
    public func renderShared(
        agency: Agency, content: (String) -> String?, today: Day, proofs: [KeptProof] = [],
        versions: [PolicyVersion] = [], retention: [RetentionRule] = [], incidents: [PublicIncident] = [],
        disclosures: [Day] = []
    ) throws -> [RenderedPage] {
        let language = language(agency.language)
        let words = words(language)
        let home = PagePath.agency(agency.slug)
        let privacy = Link(href: home + "privacy/", label: words.text("frame.privacy"))
        let platform = Link(href: home + "privacy/platform/", label: words.text("text.platform"))
        let cookies = Link(href: home + "cookies/", label: words.text("frame.cookies"))
        let processors = Link(href: home + "privacy/processors/", label: words.text("processors.title"))
        let security = Link(href: home + "privacy/security/", label: words.text("security.title"))
        let request = Link(href: home + "privacy/request/", label: words.text("text.request"))
        let history = versions.isEmpty ? [] : [Link(href: home + "privacy/history/", label: words.text("text.history"))]
        let kept = retention.isEmpty ? [] : [Link(href: home + "privacy/retention/", label: words.text("retention.title"))]
        func text(_ policy: Policy) throws -> Texts.Text {
            let version = PolicyVersion.inForce(policy, language: language, among: versions)
            return try self.text(policy, language, content: content, version: version)
        }
        let all: [(name: String, text: Texts.Text?, more: [Link])] = [
            ("privacy/platform", try text(.platform), [privacy, cookies, processors, security] + kept + history),
            ("cookies", texts.text("cookies", language: language), [privacy, platform] + kept),
            ("privacy", try text(.privacy), [request, platform, cookies, processors, security] + kept + history),
        ]
        let standing = Standing(site: self, agency: agency, language: language, today: today, runs: proofs)
        let shown = all.compactMap { name, text, _ in text.map { (path: name + "/", text: $0) } }
        let pages = ProofRendering(
            standing: standing, texts: shown, standard: texts.text("privacy", language: language)
        ).pages()
        let changes = try self.history(versions, agency: agency, language: language).map { [$0] } ?? []
        let table =
            retention.isEmpty
            ? []
            : [renderRetention(retention, agency: agency, language: language, more: [privacy, platform, cookies])]
        let registers = [
            processorsPage(agency: agency, language: language, more: [privacy, platform, security]),
            securityPage(incidents, agency: agency, language: language, more: [privacy, platform, processors]),
        ]
        return pages + changes + table + registers
            + all.compactMap { name, text, more in text.map { shared(name, $0, more, standing, disclosures) } }
    }

    private func shared(
        _ name: String, _ text: Texts.Text, _ more: [Link], _ standing: Standing, _ disclosures: [Day]
    ) -> RenderedPage {
        let (agency, words) = (standing.agency, standing.words)
        let body = Markdown.html(text.body(for: agency), demote: 0) { assets.url("content/" + $0) }
        var page = TextPage(
            frame: frame(agency: agency, language: standing.language, signedIn: false), title: text.title(for: agency),
            updated: text.updated.map { words.text("text.updated", ["date": standing.formats.day($0)]) },
            proof: text.sentences.isEmpty ? nil : ProofSummary(standing),
            body: text.spoken(Sentences.filling(body, mark: standing.mark), on: standing.language), more: more)
        if name == "cookies" {
            page.cookies = CookieRegistry.all.map { CookieRow($0, agency, words) }
            page.consent = agency.analytics ? consentNotice(agency, language: standing.language) : nil
            page.choice = PagePath.agency(agency.slug) + "cookies/choice/"
        }
        var freshUntil = standing.freshUntil
        if name == "privacy/platform" {
            page.disclosures = DisclosureRow.rows(disclosures, today: standing.today)
            // A new year has a row of its own.
            let next = Day(year: standing.today.year + 1, month: 1, day: 1)
            freshUntil = [freshUntil, next].compactMap { $0 }.min()
        }
        let bytes = templates(standing.language).text.render(page)
        return RenderedPage(page: .shared(name), path: name + "/index.html", bytes: bytes, freshUntil: freshUntil)
    }

    /// A privacy policy as it stands now: in the agency's language, unless the version in force is in another.
    /// - Parameters:
    ///   - content: the agency's own file of that name, as `renderShared` asks for it.
    ///   - version: the one in force; nil: none was ever announced or adopted.
    /// - Throws: `Refusal(.configuration)` when the agency's own file is not as it must be.
    public func policy(
        _ policy: Policy, agency: Agency, content: (String) -> String?, version: PolicyVersion? = nil
    ) throws -> PolicyText {
        let language = language(agency.language)
        let text = try text(policy, language, content: content, version: version)
        return PolicyText(
            policy: policy, title: text.title(for: agency), updated: text.updated,
            html: text.spoken(html(of: text, policy, agency, demote: 0), on: language), digest: text.digest)
    }

    /// The text as it stands in content/, to become a version.
    /// - Parameter root: the workspace's folder, whose content/ is read anew: a server may have started before it was written. Nil: as
    ///   it was read then.
    /// - Throws: `Refusal(.configuration)` when a file is not as it must be.
    public func policySource(
        _ policy: Policy, agency: Agency, root: String? = nil, content: (String) -> String?
    ) throws -> PolicySource {
        var now = self
        if let root {
            let resources = try Resources(workspace: root)
            now.texts = try Texts(resources, languages: languages, known: try Claims(resources).sentences)
        }
        let text = try now.text(policy, language(agency.language), content: content, version: nil)
        return PolicySource(source: text.source, digest: text.digest, updated: text.updated)
    }

    /// SHA-256 of the text of a policy that comes with the program, as `PolicyVersion.digest` is made.
    public func builtInDigest(_ policy: Policy, language: String) -> String? {
        texts.text(policy.rawValue, language: language)?.digest
    }

    /// What a policy says: the version in force, else the agency's own text, else the one that comes with the program.
    private func text(
        _ policy: Policy, _ language: String, content: (String) -> String?, version: PolicyVersion?
    ) throws -> Texts.Text {
        if let version { return try text(of: version) }
        let own = policy == .privacy ? try own(content, language) : nil
        guard let text = own ?? texts.text(policy.rawValue, language: language) else {
            throw Refusal(.configuration, "refusal.content.missing", ["name": policy.rawValue])
        }
        return text
    }

    /// A version's text. The day that it shows is the first one of the version, whatever its front matter says.
    func text(of version: PolicyVersion) throws -> Texts.Text {
        let path = "\(version.policy.rawValue).\(version.language).md"
        var text = try Texts.Text(version.source, path: path, language: version.language, known: nil)
        text.updated = version.from
        return text
    }

    /// The SHA-256 of a version's text as it is kept, as `PolicyVersion.digest` is made.
    /// - Throws: `Refusal(.configuration)` when it is no text at all.
    public func digest(of version: PolicyVersion) throws -> String { try text(of: version).digest }

    /// A policy's text without marks, for pages that stand elsewhere.
    func html(of text: Texts.Text, _ policy: Policy, _ agency: Agency, demote: Int) -> HTML {
        let base = PagePath.agency(agency.slug) + (policy == .privacy ? "privacy/" : "privacy/platform/")
        let html = Markdown.html(text.body(for: agency), demote: demote, base: base) { assets.url("content/" + $0) }
        return Sentences.filling(html) { _ in "" }
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
    public func language(_ language: String) -> String { languages.contains(language) ? language : "en" }
}

/// A privacy policy as it stands.
public struct PolicyText: Sendable, Hashable {
    /// Which one: the agency's, or the operator's.
    public let policy: Policy
    /// What it is called.
    public let title: String
    /// When it was last changed, as it says itself.
    public let updated: Day?
    /// All of it, as a page.
    public let html: HTML
    /// SHA-256 of the text as it was written, 64 hexadecimal digits: another text is another policy.
    public let digest: String
}
