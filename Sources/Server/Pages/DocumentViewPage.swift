import Site
import Templates

/// A document, shown: its preview, what is known of it, and its neighbours in the case.
struct DocumentViewPage: ServerPage {
    static let template = "portal/document"

    struct Preview: Renderable, Sendable {
        let src: String
        /// Pixels: the page does not move when the picture comes.
        let width, height: String
        let alt: String
        /// Said below a first page.
        let note: String?

        static let fields = Fields<Preview> {
            $0.text("src") { $0.src }
            $0.text("width") { $0.width }
            $0.text("height") { $0.height }
            $0.text("alt") { $0.alt }
            $0.maybe("note") { $0.note }
        }
    }

    struct Neighbour: Renderable, Sendable {
        let href, name: String

        static let fields = Fields<Neighbour> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
        }
    }

    let frame: Frame
    /// Where one came from: the case, or the documents.
    let listHref, list: String
    /// `2 of 5`.
    let place: String
    let name, about: String
    /// Its bytes, and what is done with them.
    /// Where it is opened; nil for what cannot be.
    let open: String?
    let openLabel: String
    /// The bytes as received, for who may have them.
    let original: String?
    let preview: Preview?
    /// Why there is none.
    let why: String
    let previous, next: Neighbour?
    /// Who else opened it, for contacts.
    var openings: [AccessLogPage.Row] = []

    static let fields = Fields<DocumentViewPage> {
        $0.one("frame") { $0.frame }
        $0.text("listHref") { $0.listHref }
        $0.text("list") { $0.list }
        $0.text("place") { $0.place }
        $0.text("name") { $0.name }
        $0.text("about") { $0.about }
        $0.maybe("open") { $0.open }
        $0.text("openLabel") { $0.openLabel }
        $0.maybe("original") { $0.original }
        $0.one("preview") { $0.preview }
        $0.text("why") { $0.why }
        $0.flag("hasNeighbours") { $0.previous != nil || $0.next != nil }
        $0.one("previous") { $0.previous }
        $0.one("next") { $0.next }
        $0.list("openings") { $0.openings }
        $0.flag("hasOpenings") { !$0.openings.isEmpty }
    }
}
