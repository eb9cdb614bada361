import Model
import Site
import Templates

/// A case with everything in it, for staff alone: internal events and documents too, and what can be done with them.
struct StaffCasePage: ServerPage {
    static let template = "staff/case"

    /// What the person has just done, after a form.
    let done: String?
    let frame: Frame
    /// What was written and asked for.
    let letters: StaffCaseLetters
    let head: Head
    let stages: [StageStep]
    /// Where a case is moved to another stage, and to which.
    let stageAction: String
    let stageChoices: [StageChoice]
    let summary: HTML
    let filters: [Filter]
    let days: [DayOfEvents]
    /// What is said when the history shows nothing.
    let empty: String
    let groups: [Group]
    /// Where files are sent.
    let upload: UploadForm

    static let fields = Fields<StaffCasePage> {
        $0.one("frame") { $0.frame }
        $0.text("title") { $0.head.title }
        $0.one("letters") { $0.letters }
        $0.one("head") { $0.head }
        $0.maybe("done") { $0.done }
        $0.flag("hasStages") { !$0.stages.isEmpty }
        $0.list("stages") { $0.stages }
        $0.text("stageAction") { $0.stageAction }
        $0.list("stageChoices") { $0.stageChoices }
        $0.flag("mayMove") { !$0.stageChoices.isEmpty }
        $0.html("summary") { $0.summary }
        $0.flag("hasSummary") { $0.summary != .empty }
        $0.flag("hasFilters") { !$0.filters.isEmpty }
        $0.list("filters") { $0.filters }
        $0.list("days") { $0.days }
        $0.flag("hasDays") { !$0.days.isEmpty }
        $0.text("empty") { $0.empty }
        $0.list("groups") { $0.groups }
        $0.one("upload") { $0.upload }
    }
}

extension StaffCasePage {
    /// Facts and verbs.
    struct Head: Renderable, Sendable {
        let clientsHref: String
        let client: String
        let title: String
        let state: String
        let status: String
        let opened: String
        let closed: String?
        let due: String?
        let isOverdue: Bool
        let assignee: String?
        /// The client's own page of the case.
        let asClient: String
        let edit: String
        let entry: String
        let statusAction: String
        let verbs: [Verb]

        static let fields = Fields<Head> {
            $0.text("clientsHref") { $0.clientsHref }
            $0.text("client") { $0.client }
            $0.text("title") { $0.title }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.text("opened") { $0.opened }
            $0.maybe("closed") { $0.closed }
            $0.maybe("due") { $0.due }
            $0.flag("isOverdue") { $0.isOverdue }
            $0.maybe("assignee") { $0.assignee }
            $0.text("asClient") { $0.asClient }
            $0.text("edit") { $0.edit }
            $0.text("entry") { $0.entry }
            $0.text("statusAction") { $0.statusAction }
            $0.list("verbs") { $0.verbs }
        }
    }

    /// A status that the case can be given.
    struct Verb: Renderable, Sendable {
        let value: String
        let label: String

        static let fields = Fields<Verb> {
            $0.text("value") { $0.value }
            $0.text("label") { $0.label }
        }
    }

    /// A stage that the case can be moved to.
    struct StageChoice: Renderable, Sendable {
        let name: String
        /// Whether it is the one that follows.
        let isNext: Bool

        static let fields = Fields<StageChoice> {
            $0.text("name") { $0.name }
            $0.flag("isNext") { $0.isNext }
        }
    }

    /// A part of the history to look at.
    struct Filter: Renderable, Sendable {
        let href: String
        let label: String
        let isCurrent: Bool

        static let fields = Fields<Filter> {
            $0.text("href") { $0.href }
            $0.text("label") { $0.label }
            $0.flag("isCurrent") { $0.isCurrent }
        }
    }

    /// The events of one day.
    struct DayOfEvents: Renderable, Sendable {
        /// `YYYY-MM-DD`.
        let day: String
        let date: String
        let events: [EventEntry]

        static let fields = Fields<DayOfEvents> {
            $0.text("day") { $0.day }
            $0.text("date") { $0.date }
            $0.list("events") { $0.events }
        }
    }

    /// Another entry, and what it has to do with this one.
    struct Reference: Renderable, Sendable {
        let href: String
        let label: String

        static let fields = Fields<Reference> {
            $0.text("href") { $0.href }
            $0.text("label") { $0.label }
        }
    }

    struct EventEntry: Renderable, Sendable {
        /// What the page calls it.
        let anchor: String
        /// The kind, or `internal`: what the style goes by.
        let mark: String
        let kind: String
        let time: String?
        /// Who entered it.
        let author: String?
        let title: String
        let body: HTML
        /// `internal` or `client`.
        let visibility: String
        /// The same in words.
        let seenBy: String
        let corrects: Reference?
        let corrected: Reference?
        /// Where an entry is written that corrects it.
        let correct: String

        static let fields = Fields<EventEntry> {
            $0.text("anchor") { $0.anchor }
            $0.text("mark") { $0.mark }
            $0.text("kind") { $0.kind }
            $0.maybe("time") { $0.time }
            $0.maybe("author") { $0.author }
            $0.text("title") { $0.title }
            $0.html("body") { $0.body }
            $0.flag("hasBody") { $0.body != .empty }
            $0.text("visibility") { $0.visibility }
            $0.text("seenBy") { $0.seenBy }
            $0.one("corrects") { $0.corrects }
            $0.one("corrected") { $0.corrected }
            $0.text("correct") { $0.correct }
        }
    }

    /// Documents that are in the same state: internal, published, from the client.
    struct Group: Renderable, Sendable {
        let anchor: String
        let title: String
        /// What is said when there are none.
        let empty: String
        let documents: [DocumentRow]

        static let fields = Fields<Group> {
            $0.text("anchor") { $0.anchor }
            $0.text("title") { $0.title }
            $0.text("count") { String($0.documents.count) }
            $0.text("empty") { $0.empty }
            $0.list("documents") { $0.documents }
            $0.flag("hasDocuments") { !$0.documents.isEmpty }
        }
    }

    struct DocumentRow: Renderable, Sendable {
        /// The page that shows it, or its bytes.
        let href: String
        /// Nil of what has no picture.
        let thumbnail: String?
        /// What is known of it, and who opened it.
        let facts: String
        let name: String
        /// Size, day, who brought it, and who may see it where the group does not tell.
        let about: String
        /// The papers that it answers; nil: it was not asked for.
        let answers: String?
        /// Who opened it last, or that nobody has.
        let opened: String
        /// Whether somebody has whom it is meant for.
        let isOpened: Bool
        /// Where the forms are sent; nil when it cannot be done now.
        let publish: String?
        let unpublish: String?
        let remove: String
        /// This page's path, to come back to.
        let back: String

        static let fields = Fields<DocumentRow> {
            $0.text("href") { $0.href }
            $0.maybe("thumbnail") { $0.thumbnail }
            $0.text("facts") { $0.facts }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
            $0.maybe("answers") { $0.answers }
            $0.text("opened") { $0.opened }
            $0.flag("isOpened") { $0.isOpened }
            $0.maybe("publish") { $0.publish }
            $0.maybe("unpublish") { $0.unpublish }
            $0.text("remove") { $0.remove }
            $0.text("back") { $0.back }
        }
    }
}
