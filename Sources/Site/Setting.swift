import Markdown
import Model
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
        var nav: [Frame.Item] = []
        let sections: [(path: String, word: String, right: Rights)] = [
            ("", "nav.home", []), ("cases/", "nav.cases", .cases), ("invoices/", "nav.invoices", .invoices),
            ("documents/", "nav.documents", .documents),
        ]
        for one in sections where view.rights.isSuperset(of: one.right) {
            let current = one.path == section ? (isBelow ? "true" : "page") : nil
            nav.append(Frame.Item(label: words.text(one.word), href: base + one.path, current: current))
        }
        frame = site.frame(agency: agency, language: language, signedIn: true, nav: nav)
    }

    /// Markdown that people wrote in a record; it has no pictures.
    func html(_ markdown: String) -> HTML {
        markdown.isEmpty ? .empty : Markdown.html(markdown, demote: 3)
    }
}
