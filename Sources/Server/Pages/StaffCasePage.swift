import Model
import Site
import Templates

/// A case with everything in it, for staff alone: internal events and documents too, and what can be done with them.
struct StaffCasePage: ServerPage {
    static let template = "staff/case"

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

    struct EventEntry: Renderable, Sendable {
        /// The kind, or `internal`: what the style goes by.
        let mark: String
        let kind: String
        let time: String?
        let title: String
        let body: HTML
        /// `internal` or `client`.
        let visibility: String
        /// The same in words.
        let seenBy: String
        /// Said when the event corrects another.
        let corrects: String?

        static let fields = Fields<EventEntry> {
            $0.text("mark") { $0.mark }
            $0.text("kind") { $0.kind }
            $0.maybe("time") { $0.time }
            $0.text("title") { $0.title }
            $0.html("body") { $0.body }
            $0.flag("hasBody") { $0.body != .empty }
            $0.text("visibility") { $0.visibility }
            $0.text("seenBy") { $0.seenBy }
            $0.maybe("corrects") { $0.corrects }
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
        let name: String
        /// Size, day, and who may see it where the group does not tell.
        let about: String
        /// Where the forms are sent; nil when it cannot be done now.
        let publish: String?
        let unpublish: String?
        let remove: String
        /// This page's path, to come back to.
        let back: String

        static let fields = Fields<DocumentRow> {
            $0.text("href") { $0.href }
            $0.maybe("thumbnail") { $0.thumbnail }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
            $0.maybe("publish") { $0.publish }
            $0.maybe("unpublish") { $0.unpublish }
            $0.text("remove") { $0.remove }
            $0.text("back") { $0.back }
        }
    }

    let frame: Frame
    let clientsHref: String
    let client: String
    let title: String
    let state: String
    let status: String
    let opened: String
    let closed: String?
    /// The client's own pages.
    let asClient: String
    /// What the person has just done, after a form.
    let done: String?
    /// What was written and asked for.
    let letters: StaffCaseLetters
    let summary: HTML
    let days: [DayOfEvents]
    let groups: [Group]
    /// Where files are sent.
    let upload: UploadForm

    static let fields = Fields<StaffCasePage> {
        $0.one("frame") { $0.frame }
        $0.text("clientsHref") { $0.clientsHref }
        $0.text("client") { $0.client }
        $0.text("title") { $0.title }
        $0.text("state") { $0.state }
        $0.text("status") { $0.status }
        $0.text("opened") { $0.opened }
        $0.maybe("closed") { $0.closed }
        $0.text("asClient") { $0.asClient }
        $0.maybe("done") { $0.done }
        $0.one("letters") { $0.letters }
        $0.html("summary") { $0.summary }
        $0.flag("hasSummary") { $0.summary != .empty }
        $0.list("days") { $0.days }
        $0.flag("hasDays") { !$0.days.isEmpty }
        $0.list("groups") { $0.groups }
        $0.one("upload") { $0.upload }
    }
}
