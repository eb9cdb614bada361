import Site
import Templates

/// `/AGENCY/staff/documents/ID/`: what is known of a document, and who opened it.
struct StaffDocumentPage: ServerPage {
    static let template = "staff/document"

    /// One fact.
    struct Fact: Renderable, Sendable {
        let name: String
        let value: String
        /// Whether the value is for machines: a fingerprint.
        var isCode = false

        static let fields = Fields<Fact> {
            $0.text("name") { $0.name }
            $0.text("value") { $0.value }
            $0.flag("isCode") { $0.isCode }
        }
    }

    /// That somebody opened it.
    struct Opening: Renderable, Sendable {
        /// RFC 3339, for machines.
        let instant: String
        let time: String
        let name: String
        /// Whether it was the client or our own people.
        let side: String
        /// How often more.
        let again: String?

        static let fields = Fields<Opening> {
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("name") { $0.name }
            $0.text("side") { $0.side }
            $0.maybe("again") { $0.again }
        }
    }

    /// Another document of the same name.
    struct Version: Renderable, Sendable {
        let href: String
        let name: String
        let about: String

        static let fields = Fields<Version> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
        }
    }

    let frame: Frame
    let caseHref: String
    let caseTitle: String
    let client: String
    let name: String
    /// `internal` or `client`.
    let visibility: String
    let seenBy: String
    /// The bytes.
    let href: String
    let publish: String?
    let unpublish: String?
    /// This page's path, to come back to.
    let back: String
    let done: String?
    let facts: [Fact]
    let openings: [Opening]
    let versions: [Version]

    static let fields = Fields<StaffDocumentPage> {
        $0.one("frame") { $0.frame }
        $0.text("caseHref") { $0.caseHref }
        $0.text("caseTitle") { $0.caseTitle }
        $0.text("client") { $0.client }
        $0.text("name") { $0.name }
        $0.text("visibility") { $0.visibility }
        $0.text("seenBy") { $0.seenBy }
        $0.text("href") { $0.href }
        $0.maybe("publish") { $0.publish }
        $0.maybe("unpublish") { $0.unpublish }
        $0.text("back") { $0.back }
        $0.maybe("done") { $0.done }
        $0.list("facts") { $0.facts }
        $0.list("openings") { $0.openings }
        $0.flag("hasOpenings") { !$0.openings.isEmpty }
        $0.list("versions") { $0.versions }
        $0.flag("hasVersions") { !$0.versions.isEmpty }
    }
}
