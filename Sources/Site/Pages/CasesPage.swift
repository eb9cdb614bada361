import Model
import Templates

/// The list of cases, by status.
struct CasesPage: Renderable {
    struct Group: Renderable {
        let status, heading: String
        let cases: [CaseRow]

        static let fields = Fields<Group> {
            $0.text("group") { $0.status }
            $0.text("heading") { $0.heading }
            $0.list("cases") { $0.cases }
        }
    }

    let frame: Frame
    let client: String
    let groups: [Group]

    init(_ shown: Shown, _ setting: Setting) throws {
        (frame, client) = (setting.frame, shown.client.name)
        groups = [Case.Status.open, .waiting, .closed].compactMap { status in
            let cases = shown.cases.filter { $0.record.status == status }
            if cases.isEmpty { return nil }
            return Group(
                status: status.rawValue, heading: setting.words.text("cases.\(status.rawValue)"),
                cases: cases.map { CaseRow($0, setting) })
        }
    }

    static let fields = Fields<CasesPage> {
        $0.one("frame") { $0.frame }
        $0.text("client") { $0.client }
        $0.flag("hasGroups") { !$0.groups.isEmpty }
        $0.list("groups") { $0.groups }
    }
}

/// A case in a list.
struct CaseRow: Renderable {
    let href, title, about, status, statusWord: String

    init(_ one: ShownCase, _ setting: Setting) {
        let (words, formats, record) = (setting.words, setting.formats, one.record)
        href = setting.base + PagePath.caseRecord(record.slug)
        (title, status) = (record.title, record.status.rawValue)
        statusWord = words.text("case.status.\(record.status.rawValue)")
        let opened = words.text("case.opened-on", ["date": formats.shortDay(record.opened)])
        let parts: [String?]
        if record.status == .closed {
            parts = [opened, record.closed.map { words.text("case.closed-on", ["date": formats.shortDay($0)]) }]
        } else {
            let latest = one.events.first.map { words.text("cases.latest", ["date": formats.shortDay($0.day)]) }
            let due = record.due.map { words.text("case.due-on", ["date": formats.shortDay($0)]) }
            // How far along it is says more than when it began.
            parts = [record.currentStage ?? opened, due, latest]
        }
        about = parts.compactMap { $0 }.joined(separator: " · ")
    }

    static let fields = Fields<CaseRow> {
        $0.text("href") { $0.href }
        $0.text("title") { $0.title }
        $0.text("about") { $0.about }
        $0.text("status") { $0.status }
        $0.text("statusWord") { $0.statusWord }
    }
}
