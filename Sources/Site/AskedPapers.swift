import Markdown
public import Model
public import Templates

/// A request for papers as a list to be worked off: partials/asked-papers, for clients and for staff.
public struct AskedPapers: Renderable, Sendable {
    /// One paper.
    public struct Row: Renderable, Sendable {
        let anchor, title, state, stateWord, rules, accept: String
        let hint, note: HTML
        let files: [FileLink]
        /// Where files for it are sent; nil when that cannot be done.
        let upload: String?
        /// Where uploads that can be resumed are begun, and the id by which they name the paper.
        let resumable, paper: String
        /// What staff can do with it; nil for clients.
        let verbs: Verbs?

        /// By which it is filled into its template.
        public static let fields = Fields<Row> {
            $0.text("anchor") { $0.anchor }
            $0.text("title") { $0.title }
            $0.text("state") { $0.state }
            $0.text("stateWord") { $0.stateWord }
            $0.text("rules") { $0.rules }
            $0.maybe("accept") { $0.accept }
            $0.flag("isOpen") { $0.state == "waiting" }
            $0.flag("hasHint") { $0.hint != .empty }
            $0.html("hint") { $0.hint }
            $0.flag("hasNote") { $0.note != .empty }
            $0.html("note") { $0.note }
            $0.flag("hasFiles") { !$0.files.isEmpty }
            $0.list("files") { $0.files }
            $0.maybe("upload") { $0.upload }
            $0.text("resumable") { $0.resumable }
            $0.text("paper") { $0.paper }
            $0.one("verbs") { $0.verbs }
        }
    }

    /// What staff can do with a paper.
    public struct Verbs: Renderable, Sendable {
        let path, state, back, anchor: String
        let mayAccept, mayReopen, mayWithdraw: Bool

        init(_ paper: Paper, _ own: Own) {
            (path, state) = ("\(own.verbs)\(paper.id)/", own.states[paper.id] ?? "")
            (back, anchor) = (own.back, "p-\(paper.id)")
            mayAccept = paper.state == .open || paper.state == .received
            mayReopen = paper.state != .open
            mayWithdraw = paper.state == .open || paper.state == .received
        }

        /// By which it is filled into its template.
        public static let fields = Fields<Verbs> {
            $0.text("path") { $0.path }
            $0.text("verbState") { $0.state }
            $0.text("back") { $0.back }
            $0.text("verbAnchor") { $0.anchor }
            $0.flag("mayAccept") { $0.mayAccept }
            $0.flag("mayReopen") { $0.mayReopen }
            $0.flag("mayWithdraw") { $0.mayWithdraw }
        }
    }

    /// Where staff's verbs are.
    public struct Own: Sendable {
        /// `/AGENCY/staff/papers/`.
        let verbs: String
        /// The page to come back to.
        let back: String
        /// What each paper was when the page was made, so that whoever decides about it has seen it so.
        let states: [ID<Paper>: String]

        /// - Parameters:
        ///   - verbs: `/AGENCY/staff/papers/`.
        ///   - back: the page to come back to.
        ///   - states: what each paper was when the page was made.
        public init(verbs: String, back: String, states: [ID<Paper>: String]) {
            (self.verbs, self.back, self.states) = (verbs, back, states)
        }
    }

    let anchor, title, progress, state: String
    let due: String?
    let papers: [Row]

    /// - Parameters:
    ///   - documents: those of the case that the reader may open.
    ///   - mayUpload: whether the reader may send files.
    ///   - own: staff's verbs; nil for clients.
    public init(
        _ request: PaperRequest, of record: Slug, documents: [Document], agency: Agency, client: Client, today: Day,
        mayUpload: Bool, words: Words, formats: Formats, own: Own? = nil
    ) {
        let known = Dictionary(documents.map { ($0.id, $0) }) { first, _ in first }
        let wanted = request.papers.filter { $0.state != .withdrawn }
        (anchor, title) = ("r-\(request.id)", request.title)
        progress = words.text(
            "papers.progress", ["done": String(wanted.count - request.open.count), "all": String(wanted.count)])
        state = request.open.isEmpty ? "kept" : request.isOverdue(today) ? "overdue" : "waiting"
        due = request.due.map { day in
            let word = request.isOverdue(today) ? "papers.was-due" : "papers.due"
            return words.text(word, ["date": formats.day(day)])
        }
        papers = request.papers.map { paper in
            Row(
                anchor: "p-\(paper.id)", title: paper.title, state: AskedPapers.state(paper.state),
                stateWord: words.text("paper.state.\(paper.state.rawValue)"),
                rules: AskedPapers.rules(paper, agency.uploads.answering(paper), words, formats),
                accept: AskedPapers.accept(paper.kinds, agency.uploads.answering(paper)), hint: PlainText.html(paper.hint),
                note: PlainText.html(paper.note),
                files: paper.documents.compactMap { id in
                    known[id].map { FileLink($0, agency: agency, client: client, formats: formats) }
                },
                upload: mayUpload && own == nil && (paper.state == .open || paper.state == .received)
                    ? PagePath.paper(agency.slug, client.slug, record, paper.id) : nil,
                resumable: PagePath.resumable(agency.slug, client.slug, record), paper: paper.id.text,
                verbs: own.map { Verbs(paper, $0) })
        }
    }

    /// As badges know it.
    private static func state(_ state: Paper.State) -> String {
        switch state {
        case .open: "waiting"
        case .received: "open"
        case .accepted: "kept"
        case .withdrawn: "closed"
        }
    }

    /// The paper's own rules only narrow the agency's.
    private static func rules(
        _ paper: Paper, _ rules: UploadRules, _ words: Words, _ formats: Formats
    ) -> String {
        let taken = paper.kinds.kinds.filter(rules.kinds.contains)
        let kinds =
            taken == paper.kinds.kinds
            ? words.text("paper.kinds.\(paper.kinds.rawValue)") : UploadRules.list(taken, words, formats)
        guard let largest = [paper.largest, rules.largest].compactMap(\.self).min() else { return kinds }
        return words.text("paper.rules", ["kinds": kinds, "size": Paper.size(largest)])
    }

    /// What a browser offers first; the server looks for itself.
    private static func accept(_ kinds: PaperKinds, _ rules: UploadRules) -> String {
        kinds == .any ? rules.accept : kinds.kinds.filter(rules.kinds.contains).map(\.accept).joined(separator: ",")
    }

    /// By which it is filled into its template.
    public static let fields = Fields<AskedPapers> {
        $0.text("requestAnchor") { $0.anchor }
        $0.text("requestTitle") { $0.title }
        $0.text("progress") { $0.progress }
        $0.text("requestState") { $0.state }
        $0.maybe("due") { $0.due }
        $0.list("papers") { $0.papers }
    }
}

extension PaperRequest {
    /// Whether something is still to be sent that was due before today.
    func isOverdue(_ today: Day) -> Bool { !open.isEmpty && due.map { $0 < today } ?? false }

    /// The day from which pages say otherwise of it.
    func changes(after today: Day) -> Day? {
        guard !open.isEmpty, let due, due >= today else { return nil }
        return due.adding(days: 1)
    }
}
