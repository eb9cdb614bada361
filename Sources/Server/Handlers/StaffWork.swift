import Actions
import Hummingbird
import Model
import Site
import Templates

/// What a member of staff has to do.
enum WorkHandlers {
    /// GET `/AGENCY/staff/work/`.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let work = try await staff.agency.staffWork(staff.session)
        let language = staff.signedIn.ownLanguage
        let words = staff.site.words(language)
        let formats = staff.site.formats(language: language, agency: staff.settings)
        func list(_ anchor: String, _ title: String, _ empty: String, _ items: [StaffWork.Item]) -> WorkPage.List {
            WorkPage.List(
                anchor: anchor, title: title, empty: empty,
                cases: items.map { row($0, today: work.today, home: staff.visitor.home, words, formats) })
        }
        let page = WorkPage(
            frame: staff.site.frame(
                agency: staff.settings, language: language, signedIn: true, nav: StaffPages.navigation(staff, at: .work)),
            greeting: words.text("me.greeting", ["name": staff.session.person.name]), today: formats.day(work.today),
            mine: list("mine", words.text("work.mine"), words.text("work.mine.none"), work.mine),
            others: [
                list("due", words.text("work.due"), words.text("work.due.none"), work.due),
                list("recent", words.text("work.recent"), words.text("work.recent.none"), work.recent),
            ])
        return .page(try page.bytes(site: staff.site, language: language))
    }

    private static func row(
        _ item: StaffWork.Item, today: Day, home: String, _ words: Words, _ formats: Formats
    ) -> WorkPage.Row {
        let record = item.record
        let isOverdue = record.status != .closed && record.due.map { $0 < today } ?? false
        var about = [record.currentStage ?? words.text("case.opened-on", ["date": formats.shortDay(record.opened)])]
        if let name = item.assignee { about.append(name) }
        if let changed = item.changed {
            about.append(words.text("work.changed", ["date": formats.shortDay(formats.day(of: changed))]))
        }
        let due = record.status == .closed ? nil : record.due
        return WorkPage.Row(
            href: StaffPages.path(home, item.client, record.slug), title: record.title, client: item.clientName,
            about: about.joined(separator: " · "),
            due: due.map { words.text(isOverdue ? "case.was-due-on" : "case.due-on", ["date": formats.shortDay($0)]) },
            state: isOverdue ? "overdue" : record.status.rawValue,
            status: isOverdue ? words.text("case.overdue") : StaffPages.status(record.status, words))
    }
}
