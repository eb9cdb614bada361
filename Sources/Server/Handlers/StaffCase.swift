import Actions
import Hummingbird
import Model
import Site
import Templates

extension StaffHandlers {
    /// GET `/AGENCY/staff/clients/CLIENT/cases/CASE/`: everything of a case, internal too.
    static func showCase(
        _ request: Request, _ staff: StaffSession, client: Slug, case record: Slug
    ) async throws -> Response {
        let found = try await staff.agency.staffCase(staff.session, client: client, case: record)
        let done = staff.query["done"].flatMap(Done.init(rawValue:))
        let page = CasePageMaker(staff).page(
            found.record, of: found.client, events: found.events, documents: found.documents, letters: found.letters,
            form: staff.parts.world.token(), done: done, today: Day(staff.parts.world.now(), in: staff.settings.zone))
        return .page(try page.bytes(site: staff.site, language: staff.signedIn.ownLanguage))
    }
}

/// Makes the page of a case from its records.
struct CasePageMaker {
    let site: Site
    let language: String
    let settings: Agency
    /// `/AGENCY/`.
    let home: String

    private let words: Words
    private let formats: Formats

    init(site: Site, language: String, settings: Agency, home: String) {
        (self.site, self.language, self.settings, self.home) = (site, language, settings, home)
        words = site.words(language)
        formats = site.formats(language: language, agency: settings)
    }

    init(_ staff: StaffSession) {
        self.init(
            site: staff.site, language: staff.signedIn.ownLanguage, settings: staff.settings, home: staff.visitor.home)
    }

    func page(
        _ record: Case, of client: Client, events: [Event], documents: [Document], letters: StaffLetters, form: String,
        done: StaffHandlers.Done?, today: Day
    ) -> StaffCasePage {
        let back = StaffPages.path(home, client.slug, record.slug)
        return StaffCasePage(
            frame: site.frame(
                agency: settings, language: language, signedIn: true,
                nav: StaffPages.ways(home, words)),
            clientsHref: home + "staff/", client: client.name, title: record.title, state: record.status.rawValue,
            status: StaffPages.status(record.status, words),
            opened: words.text("case.opened-on", ["date": formats.day(record.opened)]),
            closed: record.closed.map { words.text("case.closed-on", ["date": formats.day($0)]) },
            asClient: PagePath.client(settings.slug, client.slug) + PagePath.caseRecord(record.slug),
            done: done.map { words.text($0.word) },
            letters: StaffCaseLetters(
                letters, of: record, client: client, documents: documents, form: form, today: today, site: site,
                language: language, settings: settings, home: home),
            summary: site.html(record.summary), days: days(events),
            groups: groups(documents, client: client, back: back),
            upload: UploadForm(
                record.slug, of: client.slug, agency: settings.slug, limits: site.upload, words: words, formats: formats,
                asksVisibility: true))
    }

    /// The history, newest day first, as clients see it too.
    private func days(_ events: [Event]) -> [StaffCasePage.DayOfEvents] {
        let byDay = Dictionary(grouping: events, by: \.day)
        return byDay.keys.sorted(by: >).map { day in
            StaffCasePage.DayOfEvents(
                day: day.text, date: formats.day(day), events: (byDay[day] ?? []).sorted(by: Self.isNewer).map(entry))
        }
    }

    /// By the time of day where it is known, then by the order of entry.
    private static func isNewer(_ left: Event, _ right: Event) -> Bool {
        if left.at != right.at { return (left.at?.milliseconds ?? .min) > (right.at?.milliseconds ?? .min) }
        return left.id > right.id
    }

    private func entry(_ event: Event) -> StaffCasePage.EventEntry {
        let isInternal = event.visibility == .internal
        return StaffCasePage.EventEntry(
            mark: isInternal ? "internal" : event.kind.rawValue, kind: StaffPages.kind(event.kind, words),
            time: event.at.map(formats.time), title: event.title, body: site.html(event.body),
            visibility: event.visibility.rawValue,
            seenBy: isInternal ? words.text("staff.seen-by.internal") : words.text("staff.seen-by.client"),
            corrects: event.corrects == nil ? nil : words.text("staff.corrects"))
    }

    private func groups(_ documents: [Document], client: Client, back: String) -> [StaffCasePage.Group] {
        func rows(_ belongs: (Document) -> Bool) -> [StaffCasePage.DocumentRow] {
            documents.filter(belongs).map { row($0, client: client, back: back) }
        }
        return [
            StaffCasePage.Group(
                anchor: "received", title: words.text("staff.documents.received"),
                empty: words.text("staff.documents.received.empty"), documents: rows { $0.origin == .client }),
            StaffCasePage.Group(
                anchor: "published", title: words.text("staff.documents.published"),
                empty: words.text("staff.documents.published.empty"),
                documents: rows { $0.origin == .staff && $0.visibility == .client }),
            StaffCasePage.Group(
                anchor: "internal", title: words.text("staff.documents.internal"),
                empty: words.text("staff.documents.internal.empty"),
                documents: rows { $0.origin == .staff && $0.visibility == .internal }),
        ]
    }

    private func row(_ document: Document, client: Client, back: String) -> StaffCasePage.DocumentRow {
        let verbs = "\(home)staff/documents/\(document.id)/"
        let isInternal = document.visibility == .internal
        var about = [formats.size(document.size), formats.day(Day(document.received, in: settings.zone))]
        // What the client sent and no longer sees is the exception in its group.
        if document.origin == .client, isInternal { about.append(words.text("staff.seen-by.internal")) }
        let bytes = PagePath.document(settings.slug, client.slug, document.id)
        return StaffCasePage.DocumentRow(
            href: document.hasPicture ? bytes + "/view/" : bytes,
            thumbnail: document.hasPicture ? bytes + "/thumbnail" : nil, name: document.name,
            about: about.joined(separator: " · "), publish: isInternal ? verbs + "publish" : nil,
            unpublish: isInternal ? nil : verbs + "unpublish", remove: verbs + "remove", back: back)
    }
}
