import Actions
import Hummingbird
import Model
import Site
import Templates

/// GET `/AGENCY/clients/CLIENT/documents/ID/view/`: a document as a page of ours: what it looks like, what is known of it, its
/// neighbours. Nothing of it is saved on the reader's device.
enum DocumentViews {
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let visitor = signedIn.visitor
        let seen = try await signedIn.agency.view(
            signedIn.session, client: visitor.slug(2), id: visitor.path.segments[4])
        let page = DocumentPageMaker(
            site: signedIn.site, language: signedIn.ownLanguage, settings: signedIn.settings, home: visitor.home,
            isStaff: signedIn.session.person.role.isStaff,
            nav: StaffPages.navigation(signedIn, at: .clients, isBelow: true)
        ).page(seen)
        return .page(try page.bytes(site: signedIn.site, language: signedIn.ownLanguage))
    }
}

/// Makes the page of a document.
struct DocumentPageMaker {
    let site: Site
    let language: String
    let settings: Agency
    /// `/AGENCY/`.
    let home: String
    let isStaff: Bool
    /// The ways to the parts of the workspace.
    var nav: [Frame.Item] = []

    func page(_ seen: ViewedDocument) -> DocumentViewPage {
        let (words, formats) = (site.words(language), site.formats(language: language, agency: settings))
        let (document, client) = (seen.document, seen.client)
        let bytes = PagePath.document(settings.slug, client.slug, document.id)
        let from = document.origin == .client ? client.name : settings.name
        let isPDF = document.type == "application/pdf"
        return DocumentViewPage(
            frame: isStaff
                ? site.frame(
                    agency: settings, language: language, signedIn: true, nav: nav)
                : site.clientFrame(
                    agency: settings, client: client.slug, rights: seen.rights, language: language, section: "documents/"),
            listHref: listHref(seen), list: seen.record?.title ?? words.text("documents.title"),
            place: words.text(
                "document.view.place",
                ["number": String(seen.place.number), "count": String(seen.place.of)]),
            name: document.name,
            about: words.text(
                "document.about",
                [
                    "type": words.text(document.typeWord), "size": formats.size(document.size),
                    "date": formats.day(formats.day(of: document.received)), "name": from,
                ]),
            // A photo whose copy could not be made is not given out with all that its camera wrote.
            open: document.isPhoto && seen.preview == nil ? nil : bytes,
            openLabel: Downloads.shown.contains(document.type) || document.isPhoto
                ? words.text("document.view.open") : words.text("document.view.save"),
            original: seen.mayHaveOriginal ? bytes + "/original" : nil,
            preview: seen.preview.map { size in
                DocumentViewPage.Preview(
                    src: bytes + "/preview", width: String(size.width), height: String(size.height),
                    alt: isPDF ? words.text("document.view.first-page", ["name": document.name]) : document.name,
                    note: isPDF ? words.text("document.view.first-page.note") : nil)
            },
            why: why(seen.conversion, words),
            previous: seen.previous.map { neighbour($0, client) }, next: seen.next.map { neighbour($0, client) },
            openings: seen.openings.map { AccessLogPage.Row($0, words, formats, agency: settings.name) })
    }

    private func listHref(_ seen: ViewedDocument) -> String {
        guard let record = seen.record else {
            return PagePath.client(settings.slug, seen.client.slug) + "documents/"
        }
        if isStaff { return StaffPages.path(home, seen.client.slug, record.slug) }
        return PagePath.client(settings.slug, seen.client.slug) + PagePath.caseRecord(record.slug)
    }

    private func neighbour(_ document: Document, _ client: Client) -> DocumentViewPage.Neighbour {
        DocumentViewPage.Neighbour(
            href: PagePath.document(settings.slug, client.slug, document.id) + "/view/", name: document.name)
    }

    /// Why there is no preview, in people's words.
    private func why(_ conversion: Conversion, _ words: Words) -> String {
        if conversion.state == .waiting { return words.text("document.no-preview.waiting") }
        return switch conversion.reason {
        case .encrypted: words.text("document.no-preview.encrypted")
        case .large: words.text("document.no-preview.large")
        case .damaged: words.text("document.no-preview.damaged")
        case .slow: words.text("document.no-preview.slow")
        case .type, .forgotten, nil: words.text("document.no-preview.type")
        }
    }
}
