import Actions
import Hummingbird
import Model
import Site
import Templates

extension StaffHandlers {
    /// GET `/AGENCY/staff/clients/CLIENT/cases/CASE/`: everything of a case, internal too; `show` and `kind` leave out
    /// entries of the history.
    static func showCase(
        _ request: Request, _ staff: StaffSession, client: Slug, case record: Slug
    ) async throws -> Response {
        let found = try await staff.agency.staffCase(staff.session, client: client, case: record)
        let page = CasePageMaker(staff).page(
            found, form: staff.parts.world.token(), filter: HistoryFilter(staff.query),
            today: try await staff.agency.today(), done: staff.query["done"].flatMap(Done.init(rawValue:)))
        return .page(try page.bytes(site: staff.site, language: staff.signedIn.ownLanguage))
    }
}

/// Which entries of a history are looked at.
struct HistoryFilter: Sendable, Hashable {
    var show: Visibility?
    var kind: Event.Kind?

    init(show: Visibility? = nil, kind: Event.Kind? = nil) { (self.show, self.kind) = (show, kind) }

    init(_ query: Query) {
        self.init(
            show: query["show"].flatMap(Visibility.init(rawValue:)), kind: query["kind"].flatMap(Event.Kind.init(rawValue:)))
    }

    func takes(_ event: Event) -> Bool {
        (show.map { $0 == event.visibility } ?? true) && (kind.map { $0 == event.kind } ?? true)
    }

    var query: String {
        let parts = [show.map { "show=\($0.rawValue)" }, kind.map { "kind=\($0.rawValue)" }].compactMap { $0 }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}

/// Makes the page of a case from its records.
struct CasePageMaker {
    let site: Site
    let language: String
    let settings: Agency
    /// `/AGENCY/`.
    let home: String
    let nav: [Frame.Item]
    let words: Words
    let formats: Formats

    init(site: Site, language: String, settings: Agency, home: String, nav: [Frame.Item] = []) {
        (self.site, self.language, self.settings, self.home, self.nav) = (site, language, settings, home, nav)
        words = site.words(language)
        formats = site.formats(language: language, agency: settings)
    }

    init(_ staff: StaffSession) {
        self.init(
            site: staff.site, language: staff.signedIn.ownLanguage, settings: staff.settings, home: staff.visitor.home,
            nav: StaffPages.navigation(staff, at: .clients, isBelow: true))
    }

    /// - Parameter form: what tells a letter that is written on this page from others.
    func page(
        _ found: StaffCase, form: String, filter: HistoryFilter, today: Day, done: StaffHandlers.Done?
    ) -> StaffCasePage {
        let (record, client) = (found.record, found.client)
        let back = StaffPages.path(home, client.slug, record.slug)
        let events = found.events.filter(filter.takes)
        return StaffCasePage(
            done: done.map { words.text($0.word) },
            frame: site.frame(agency: settings, language: language, signedIn: true, nav: nav),
            letters: StaffCaseLetters(
                found.letters, of: record, client: client, documents: found.documents, form: form, today: today, site: site,
                language: language, settings: settings, home: home),
            head: head(found, back: back, today: today), stages: StageStep.steps(of: record, words),
            stageAction: back + "stage", stageChoices: stageChoices(record), summary: site.html(record.summary),
            filters: filters(found.events, filter, back: back), days: days(events, of: found, back: back),
            empty: words.text(found.events.isEmpty ? "case.no-history" : "staff.history.none"),
            groups: groups(found, back: back),
            upload: UploadForm(
                record.slug, of: client.slug, agency: settings.slug, limits: site.upload, words: words, formats: formats,
                asksVisibility: true))
    }

    private func head(_ found: StaffCase, back: String, today: Day) -> StaffCasePage.Head {
        let (record, client) = (found.record, found.client)
        let isOverdue = record.status != .closed && record.due.map { $0 < today } ?? false
        return StaffCasePage.Head(
            clientsHref: home + "staff/", client: client.name, title: record.title, state: record.status.rawValue,
            status: StaffPages.status(record.status, words),
            opened: words.text("case.opened-on", ["date": formats.day(record.opened)]),
            closed: record.closed.map { words.text("case.closed-on", ["date": formats.day($0)]) },
            due: record.due.map { due in
                words.text(isOverdue ? "case.was-due-on" : "case.due-on", ["date": formats.day(due)])
            }, isOverdue: isOverdue, assignee: record.assignee.flatMap { found.names[$0] },
            asClient: PagePath.client(settings.slug, client.slug) + PagePath.caseRecord(record.slug), edit: back + "edit/",
            entry: back + "entry/", statusAction: back + "status", verbs: verbs(record.status))
    }

    private func verbs(_ status: Case.Status) -> [StaffCasePage.Verb] {
        let (open, waiting, closed) = (
            StaffCasePage.Verb(value: "open", label: words.text(status == .closed ? "case.reopen" : "case.go-on")),
            StaffCasePage.Verb(value: "waiting", label: words.text("case.wait")),
            StaffCasePage.Verb(value: "closed", label: words.text("case.close"))
        )
        return switch status {
        case .open: [waiting, closed]
        case .waiting: [open, closed]
        case .closed: [open]
        }
    }

    private func stageChoices(_ record: Case) -> [StaffCasePage.StageChoice] {
        guard record.status != .closed, record.stages.count > 1 else { return [] }
        return record.stages.enumerated().compactMap { place, name in
            place == record.stage
                ? nil : StaffCasePage.StageChoice(name: name, isNext: Int64(place) == record.stage + 1)
        }
    }

    /// All, by who sees them, by kind: only what there is.
    private func filters(_ events: [Event], _ filter: HistoryFilter, back: String) -> [StaffCasePage.Filter] {
        guard events.count > 3 else { return [] }
        func item(_ label: String, _ to: HistoryFilter, _ isCurrent: Bool) -> StaffCasePage.Filter {
            StaffCasePage.Filter(href: back + to.query + "#history", label: label, isCurrent: isCurrent)
        }
        var items = [item(words.text("staff.history.all"), HistoryFilter(), filter == HistoryFilter())]
        let shown = Set(events.map(\.visibility))
        if shown.count > 1 {
            for (one, word) in [
                (Visibility.client, words.text("staff.seen-by.client")), (.internal, words.text("staff.seen-by.internal")),
            ] {
                items.append(
                    item(word, HistoryFilter(show: filter.show == one ? nil : one, kind: filter.kind), filter.show == one))
            }
        }
        let kinds = Set(events.map(\.kind))
        for kind in Event.Kind.allCases where kinds.contains(kind) && kinds.count > 1 {
            let isCurrent = filter.kind == kind
            items.append(
                item(
                    StaffPages.kind(kind, words), HistoryFilter(show: filter.show, kind: isCurrent ? nil : kind), isCurrent))
        }
        return items
    }
}
