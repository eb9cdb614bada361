import Markdown
public import Model
import Templates

/// A policy's text as it stands in content/: in force, or a draft.
public struct PolicySource: Sendable, Hashable {
    /// Front matter and Markdown.
    public let source: String
    /// SHA-256 of title and text, 64 hexadecimal digits.
    public let digest: String
    /// When it was last changed, as it says itself.
    public let updated: Day?
}

extension Site {
    /// The page of the versions of the policies; nil while there are none.
    func history(_ versions: [PolicyVersion], agency: Agency, language: String) throws -> RenderedPage? {
        if versions.isEmpty { return nil }
        let (words, home) = (words(language), PagePath.agency(agency.slug))
        let sections = try Policy.allCases.map { policy in
            // Versions in another language are versions too; each is compared with the one before in its own.
            let own = versions.filter { $0.policy == policy }.sorted { ($1.announced, $1.id) < ($0.announced, $0.id) }
            let entries = try own.enumerated().map { index, version in
                // What was never in force changed nothing.
                let before = own[(index + 1)...].first { $0.language == version.language && $0.began != nil }
                return try shown(version, after: before, agency, language)
            }
            return HistoryPage.Section(
                id: policy.rawValue, title: words.text(policy == .privacy ? "frame.privacy" : "text.platform"),
                href: home + (policy == .privacy ? "privacy/" : "privacy/platform/"), versions: entries)
        }
        let page = HistoryPage(
            frame: frame(agency: agency, language: language, signedIn: false), privacy: home + "privacy/", sections: sections)
        return RenderedPage(
            page: .shared("privacy/history"), path: "privacy/history/index.html",
            bytes: templates(language).history.render(page), freshUntil: nil)
    }

    private func shown(
        _ version: PolicyVersion, after before: PolicyVersion?, _ agency: Agency, _ language: String
    ) throws -> HistoryPage.Version {
        let (words, formats) = (words(language), formats(language: language, agency: agency))
        let text = try text(of: version)
        let old = try before.map { try self.text(of: $0) }
        let changes = old.map { PolicyDifference(from: sentences($0, agency), to: sentences(text, agency)).changes } ?? []
        let (heading, state) =
            switch version.state {
            case .inForce: (words.text("history.in-force", ["date": formats.day(version.from)]), "client")
            case .announced: (words.text("history.announced", ["date": formats.day(version.from)]), "waiting")
            case .superseded:
                version.began == nil
                    ? (words.text("history.never"), "closed")
                    : (words.text("history.was", ["date": formats.day(version.from)]), "closed")
            }
        return HistoryPage.Version(
            heading: heading, state: state,
            facts: [
                words.text("history.announced-on", ["date": formats.day(version.announcedOn)]),
                before == nil && version.reason.isEmpty
                    ? words.text("history.first") : words.text(version.isMaterial ? "history.material" : "history.minor"),
            ], reason: version.reason.isEmpty ? nil : version.reason, digest: version.digest, language: version.language,
            changes: changes.map {
                switch $0 {
                case .added(let text): HistoryPage.Change(isAdded: true, text: text)
                case .removed(let text): HistoryPage.Change(isAdded: false, text: text)
                }
            }, body: html(of: text, version.policy, agency, demote: 2))
    }

    /// What a version says, sentence by sentence, without its title: for checks, which look for it where people read it.
    package func sentences(of version: PolicyVersion, for agency: Agency) throws -> [String] {
        Array(sentences(try text(of: version), agency).dropFirst())
    }

    /// A text as it would become a version of a policy, whatever stands in content/: for checks.
    package func policySource(_ source: String, _ policy: Policy, language: String) throws -> PolicySource {
        let text = try Texts.Text(source, path: "\(policy.rawValue).\(language).md", language: language, known: nil)
        return PolicySource(source: text.source, digest: text.digest, updated: text.updated)
    }

    private func sentences(_ text: Texts.Text, _ agency: Agency) -> [String] {
        [text.title(for: agency)] + PolicyDifference.sentences(text.plain(for: agency))
    }
}
