import Actions
import Site
import Templates

/// `/AGENCY/staff/search`: what was found, by what it is.
struct SearchPage: ServerPage {
    static let template = "staff/search"

    /// A piece of text, marked when it is what was looked for.
    struct Piece: Renderable, Sendable {
        let text: String
        let isFound: Bool

        init(_ piece: SearchAnswer.Piece) {
            (text, isFound) = (piece.text, piece.isFound)
        }

        static let fields = Fields<Piece> {
            $0.text("text") { $0.text }
            $0.flag("isFound") { $0.isFound }
        }
    }

    struct Row: Renderable, Sendable {
        let href: String
        let title, snippet: [Piece]
        /// The client and the case that it belongs to; empty of a client.
        let place: String

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.list("title") { $0.title }
            $0.list("snippet") { $0.snippet }
            $0.flag("hasSnippet") { !$0.snippet.isEmpty }
            $0.text("place") { $0.place }
            $0.flag("hasPlace") { !$0.place.isEmpty }
        }
    }

    struct Group: Renderable, Sendable {
        let anchor, title, count: String
        /// Where all of them are shown; nil when they are here.
        let all: String?
        let results: [Row]

        static let fields = Fields<Group> {
            $0.text("anchor") { $0.anchor }
            $0.text("title") { $0.title }
            $0.text("count") { $0.count }
            $0.maybe("all") { $0.all }
            $0.list("results") { $0.results }
        }
    }

    let frame: Frame
    let action, query: String
    /// The module that looks while one types.
    let script: String?
    /// How many were found, or what can be looked for.
    let summary: String
    let groups: [Group]
    /// To everything, from one kind alone.
    let back: String?

    static let fields = Fields<SearchPage> {
        $0.one("frame") { $0.frame }
        $0.text("action") { $0.action }
        $0.text("query") { $0.query }
        $0.maybe("script") { $0.script }
        $0.text("summary") { $0.summary }
        $0.list("groups") { $0.groups }
        $0.maybe("back") { $0.back }
    }
}
