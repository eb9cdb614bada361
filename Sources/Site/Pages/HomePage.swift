import Model
import Templates

/// A client's first page: what waits for them, what happened lately, what is open.
struct HomePage: Renderable {
    struct Waiting: Renderable {
        let href, title, about, amount, state, status: String

        static let fields = Fields<Waiting> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("amount") { $0.amount }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
        }
    }

    let frame: Frame
    let client: String
    let base: String
    let rights: Rights
    /// What is overdue first, then by the day it is due.
    let waiting: [Waiting]
    let unpaid: [UnpaidLine]
    /// Open and waiting ones.
    let cases: [CaseRow]
    /// The latest entries of all cases.
    let history: [DayOfHistory]

    /// How many entries of the history it shows.
    private static let entries = 6

    init(_ shown: Shown, _ setting: Setting, today: Day) throws {
        (frame, client, base, rights) = (setting.frame, shown.client.name, setting.base, setting.rights)
        let invoices = shown.invoices.filter { $0.owed > 0 }.sorted(by: HomePage.isMoreUrgent)
        let papers = shown.cases.flatMap { one in
            one.requests.filter { !$0.open.isEmpty }.map { (due: $0.due, HomePage.waiting($0, in: one.record, setting, today)) }
        }
        waiting = HomePage.inOrder(papers + invoices.map { (due: $0.invoice.due, HomePage.waiting($0, setting)) })
        unpaid = Unpaid.sums(shown.invoices).map { UnpaidLine($0, setting) }
        cases = shown.cases.filter { $0.record.status != .closed }.map { CaseRow($0, setting) }
        let entries = shown.cases.flatMap { one in one.events.map { (one.record, $0) } }
        let latest = entries.sorted { ShownCase.isNewer($0.1, $1.1) }.prefix(HomePage.entries)
        history = try DayOfHistory.days(latest.map { (record: $0.0, event: $0.1) }, setting)
    }

    /// By the day they are due; those without one come last. Papers before invoices of the same day.
    private static func inOrder(_ all: [(due: Day?, Waiting)]) -> [Waiting] {
        all.enumerated().sorted { left, right in
            switch (left.element.due, right.element.due) {
            case (let one?, let other?): (one, left.offset) < (other, right.offset)
            case (nil, nil): left.offset < right.offset
            case (let one, _): one != nil
            }
        }.map(\.element.1)
    }

    /// Papers that were asked for and are still to be sent.
    private static func waiting(
        _ request: PaperRequest, in record: Case, _ setting: Setting, _ today: Day
    ) -> Waiting {
        let (words, isOverdue) = (setting.words, request.isOverdue(today))
        let due = request.due.map { day in
            words.text(isOverdue ? "papers.was-due" : "papers.due", ["date": setting.formats.day(day)])
        }
        return Waiting(
            href: setting.base + PagePath.caseRecord(record.slug) + "#r-\(request.id)", title: request.title,
            about: [record.title, due].compactMap { $0 }.joined(separator: " · "),
            amount: words.text("papers.to-send", count: request.open.count), state: isOverdue ? "overdue" : "waiting",
            status: words.text(isOverdue ? "papers.overdue" : "papers.asked"))
    }

    private static func isMoreUrgent(_ left: ShownInvoice, _ right: ShownInvoice) -> Bool {
        let (one, other) = (left.invoice, right.invoice)
        if one.due != other.due {
            guard let first = one.due else { return false }
            guard let second = other.due else { return true }
            return first < second
        }
        return one.number < other.number
    }

    private static func waiting(_ one: ShownInvoice, _ setting: Setting) -> Waiting {
        let words = setting.words
        let due = one.invoice.due.map { ["date": setting.formats.day($0)] }
        let about =
            if let due {
                words.text(one.state == .overdue ? "home.wait.overdue" : "home.wait.due", due)
            } else {
                words.text("home.wait.open")
            }
        return Waiting(
            href: setting.base + PagePath.invoice(one.invoice.number),
            title: words.text("home.invoice", ["number": one.invoice.number]), about: about,
            amount: setting.formats.money(one.money(one.owed)), state: one.state.rawValue,
            status: words.text("invoice.state.\(one.state.rawValue)"))
    }

    static let fields = Fields<HomePage> {
        $0.one("frame") { $0.frame }
        $0.text("client") { $0.client }
        $0.flag("seesCases") { $0.rights.contains(.cases) }
        $0.flag("seesInvoices") { $0.rights.contains(.invoices) }
        $0.flag("seesDocuments") { $0.rights.contains(.documents) }
        $0.flag("mayWait") { !$0.rights.isDisjoint(with: [.cases, .invoices]) }
        $0.flag("isBare") { $0.rights.isDisjoint(with: [.cases, .invoices, .documents]) }
        $0.text("casesHref") { $0.base + "cases/" }
        $0.text("invoicesHref") { $0.base + "invoices/" }
        $0.text("documentsHref") { $0.base + "documents/" }
        $0.flag("hasWaiting") { !$0.waiting.isEmpty }
        $0.list("waiting") { $0.waiting }
        $0.flag("hasUnpaid") { !$0.unpaid.isEmpty }
        $0.list("unpaid") { $0.unpaid }
        $0.flag("hasCases") { !$0.cases.isEmpty }
        $0.list("cases") { $0.cases }
        $0.flag("hasHistory") { !$0.history.isEmpty }
        $0.list("history") { $0.history }
    }
}

/// What is to be paid in one currency.
struct UnpaidLine: Renderable {
    let amount, about: String

    init(_ unpaid: Unpaid, _ setting: Setting) {
        amount = setting.formats.money(unpaid.money)
        about = setting.words.text("invoices.unpaid", count: unpaid.count)
    }

    static let fields = Fields<UnpaidLine> {
        $0.text("amount") { $0.amount }
        $0.text("about") { $0.about }
    }
}
