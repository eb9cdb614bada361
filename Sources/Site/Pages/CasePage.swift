import Model
import Templates

/// One case: summary, history, documents, and the form to send some.
struct CasePage: Renderable {
    let frame: Frame
    let base: String
    let title, status, statusWord, opened: String
    let closed: String?
    /// By when it is to be done; nil when that is not said, or it is closed.
    let due: String?
    let stages: [StageStep]
    let summary: HTML
    let days: [DayOfHistory]
    let seesDocuments: Bool
    let documents: [DocumentRow]
    let upload: UploadForm?
    let messages: Correspondence
    let letter: LetterForm
    /// Those of which something is still to be sent come first.
    let requests: [AskedPapers]

    init(_ one: ShownCase, _ setting: Setting, today: Day) throws {
        let (words, formats, record) = (setting.words, setting.formats, one.record)
        (frame, base, title, status) = (setting.frame, setting.base, record.title, record.status.rawValue)
        statusWord = words.text("case.status.\(record.status.rawValue)")
        opened = words.text("case.opened-on", ["date": formats.day(record.opened)])
        closed = record.closed.map { words.text("case.closed-on", ["date": formats.day($0)]) }
        due = record.status == .closed ? nil : record.due.map { words.text("case.due-on", ["date": formats.day($0)]) }
        stages = StageStep.steps(of: record, words)
        summary = setting.html(record.summary)
        days = try DayOfHistory.days(one.events.map { (record: record, event: $0) }, setting, isWhole: true)
        seesDocuments = setting.rights.contains(.documents)
        let answered = one.requests.answered
        documents = one.documents.map { DocumentRow($0, setting, answers: answered[$0.id] ?? []) }
        upload = seesDocuments ? CasePage.upload(record, setting) : nil
        messages = Correspondence(
            one.messages, documents: one.documents, agency: setting.agency, client: setting.client, words: words,
            formats: formats)
        letter = LetterForm(
            record.slug, of: setting.client.slug, agency: setting.agency.slug, form: LetterForm.id(after: one.messages),
            mayAttach: seesDocuments, isStaff: false, limits: setting.limits, rules: setting.agency.uploads, words: words,
            formats: formats)
        let inOrder = one.requests.filter { !$0.open.isEmpty } + one.requests.filter(\.open.isEmpty)
        requests = inOrder.map { CasePage.asked($0, of: one, setting, today) }
    }

    private static func asked(
        _ request: PaperRequest, of one: ShownCase, _ setting: Setting, _ today: Day
    ) -> AskedPapers {
        AskedPapers(
            request, of: one.record.slug, documents: one.documents, agency: setting.agency, client: setting.client,
            today: today, mayUpload: setting.rights.contains(.documents), words: setting.words, formats: setting.formats)
    }

    private static func upload(_ record: Case, _ setting: Setting) -> UploadForm {
        UploadForm(
            record.slug, of: setting.client.slug, agency: setting.agency.slug, limits: setting.limits,
            rules: setting.agency.uploads,
            words: setting.words, formats: setting.formats, asksVisibility: false)
    }

    static let fields = Fields<CasePage> {
        $0.one("frame") { $0.frame }
        $0.text("casesHref") { $0.base + "cases/" }
        $0.text("title") { $0.title }
        $0.text("status") { $0.status }
        $0.text("statusWord") { $0.statusWord }
        $0.text("opened") { $0.opened }
        $0.maybe("closed") { $0.closed }
        $0.maybe("due") { $0.due }
        $0.flag("hasStages") { !$0.stages.isEmpty }
        $0.list("stages") { $0.stages }
        $0.flag("hasSummary") { $0.summary != .empty }
        $0.html("summary") { $0.summary }
        $0.flag("hasHistory") { !$0.days.isEmpty }
        $0.list("days") { $0.days }
        $0.flag("seesDocuments") { $0.seesDocuments }
        $0.flag("hasDocuments") { !$0.documents.isEmpty }
        $0.list("documents") { $0.documents }
        $0.one("upload") { $0.upload }
        $0.one("messages") { $0.messages }
        $0.one("letter") { $0.letter }
        $0.flag("hasRequests") { !$0.requests.isEmpty }
        $0.list("requests") { $0.requests }
        $0.flag("cannotSend") { !$0.seesDocuments }
    }
}
