import Actions
import Hummingbird
import Model
import Site
import Templates

/// What is known of a document.
enum DocumentFacts {
    /// GET `/AGENCY/staff/documents/ID/`.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let found = try await staff.agency.staffDocument(staff.session, id: staff.visitor.path.segments[3])
        let maker = CasePageMaker(staff)
        let page = maker.page(
            of: found, done: staff.query["done"].flatMap(StaffHandlers.Done.init(rawValue:)).map { maker.words.text($0.word) })
        return .page(try page.bytes(site: staff.site, language: staff.signedIn.ownLanguage))
    }
}

extension CasePageMaker {
    /// The page of one document of a case.
    func page(of found: StaffDocument, done: String?) -> StaffDocumentPage {
        let document = found.document
        let own = "\(home)staff/documents/\(document.id)/"
        let isInternal = document.visibility == .internal
        let bytes = PagePath.document(settings.slug, found.client.slug, document.id)
        return StaffDocumentPage(
            frame: site.frame(agency: settings, language: language, signedIn: true, nav: nav),
            caseHref: StaffPages.path(home, found.client.slug, found.record.slug), caseTitle: found.record.title,
            client: found.client.name, name: document.name, visibility: document.visibility.rawValue,
            seenBy: words.text(isInternal ? "staff.seen-by.internal" : "staff.seen-by.client"),
            href: document.hasPicture ? bytes + "/view/" : bytes,
            publish: isInternal ? own + "publish" : nil, unpublish: isInternal ? nil : own + "unpublish", back: own,
            done: done, facts: facts(found), openings: found.openings.map(opening),
            versions: found.versions.map { other in
                StaffDocumentPage.Version(
                    href: "\(home)staff/documents/\(other.id)/", name: other.name,
                    about: [formats.size(other.size), formats.moment(other.received)].joined(separator: " · "))
            })
    }

    private func facts(_ found: StaffDocument) -> [StaffDocumentPage.Fact] {
        let document = found.document
        let from = document.origin == .client ? found.client.name : settings.name
        return [
            .init(name: words.text("document.fact.type"), value: document.type),
            .init(name: words.text("document.fact.size"), value: formats.size(document.size)),
            .init(
                name: words.text("document.fact.from"),
                value: [found.author, from].compactMap { $0 }.joined(separator: ", ")),
            .init(name: words.text("document.fact.received"), value: formats.moment(document.received)),
            .init(name: "SHA-256", value: Hex.text(document.sha256), isCode: true),
        ]
    }

    private func opening(_ opened: StaffDocument.Opened) -> StaffDocumentPage.Opening {
        StaffDocumentPage.Opening(
            instant: opened.at.rfc3339, time: formats.moment(opened.at),
            name: opened.name ?? words.text("document.somebody"),
            side: words.text(opened.isContact ? "document.side.client" : "document.side.staff"),
            again: opened.again == 0 ? nil : words.text("document.again", count: opened.again))
    }
}
