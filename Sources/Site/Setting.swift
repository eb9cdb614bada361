import Markdown
public import Model
import Templates

/// What every page of a view needs: its words, formats, frame and addresses. One for all parts of a page, not a copy for each.
final class Setting: Sendable {
    let agency: Agency
    let client: Client
    let rights: Rights
    let words: Words
    let formats: Formats
    let frame: Frame
    let limits: UploadLimits
    /// `/AGENCY/clients/CLIENT/`.
    let base: String

    init(site: Site, agency: Agency, client: Client, view: View, section: String, isBelow: Bool) {
        (self.agency, self.client, rights, limits) = (agency, client, view.rights, site.upload)
        let language = site.language(view.language)
        words = site.words(language)
        formats = site.formats(language: language, agency: agency)
        base = PagePath.client(agency.slug, client.slug)
        let nav = Setting.nav(base, view.rights, words, section: section, isBelow: isBelow)
        frame = site.frame(agency: agency, language: language, signedIn: true, nav: nav)
    }

    /// The links to what a view has of a client.
    static func nav(_ base: String, _ rights: Rights, _ words: Words, section: String, isBelow: Bool) -> [Frame.Item] {
        let sections: [(path: String, word: String, right: Rights)] = [
            ("", "nav.home", []), ("cases/", "nav.cases", .cases), ("invoices/", "nav.invoices", .invoices),
            ("documents/", "nav.documents", .documents),
        ]
        return sections.filter { rights.isSuperset(of: $0.right) }.map { one in
            let current = one.path == section ? (isBelow ? "true" : "page") : nil
            return Frame.Item(label: words.text(one.word), href: base + one.path, current: current)
        }
    }

    /// Markdown that people wrote in a record; it has no pictures.
    func html(_ markdown: String) -> HTML {
        markdown.isEmpty ? .empty : Markdown.html(markdown, demote: 3)
    }
}

extension Site {
    /// The frame of a page of a client that is no file: as around the client's files.
    /// - Parameters:
    ///   - rights: what the reader may see of the client.
    ///   - section: below which page it stands, such as `documents/`.
    public func clientFrame(
        agency: Agency, client: Slug, rights: Rights, language: String, section: String
    ) -> Frame {
        let nav = Setting.nav(
            PagePath.client(agency.slug, client), rights, words(language), section: section, isBelow: true)
        return frame(agency: agency, language: language, signedIn: true, nav: nav)
    }
}
