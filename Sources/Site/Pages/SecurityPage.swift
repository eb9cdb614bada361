public import Model
import Templates

/// An incident as everybody may know it.
public struct PublicIncident: Sendable, Hashable {
    /// The day on which it became known.
    public let discovered: Day
    /// What suffered: that the data is secret, right, or there.
    public let kind: Incident.Kind
    /// What is said of it; empty: nothing yet.
    public let shown: String
    /// Whether nothing is to be done any more.
    public let isClosed: Bool

    /// - Parameters: as the properties.
    public init(discovered: Day, kind: Incident.Kind, shown: String, isClosed: Bool) {
        (self.discovered, self.kind, self.shown, self.isClosed) = (discovered, kind, shown, isClosed)
    }
}

/// What happened to the security of the portal, for everybody to read: the last incidents, or that there was none.
struct SecurityPage: Renderable {
    struct Row: Renderable {
        let date: String
        let kind: String
        let state: String
        let label: String
        let shown: String

        static let fields = Fields<Row> {
            $0.text("date") { $0.date }
            $0.text("kind") { $0.kind }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
            $0.text("shown") { $0.shown }
        }
    }

    let frame: Frame
    let rows: [Row]
    /// How many more there were, of which nothing is said; nil: none.
    let others: String?
    let more: [Link]

    static let fields = Fields<SecurityPage> {
        $0.one("frame") { $0.frame }
        $0.list("rows") { $0.rows }
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.maybe("others") { $0.others }
        $0.flag("hasNone") { $0.rows.isEmpty && $0.others == nil }
        $0.list("more") { $0.more }
    }
}

extension Site {
    /// How many incidents the page tells of.
    private static var shownIncidents: Int { 20 }

    /// The page of incidents, in the agency's language. Those of which nothing is said (yet) are counted.
    /// - Parameter incidents: the newest first.
    func securityPage(
        _ incidents: [PublicIncident], agency: Agency, language: String, more: [Link]
    ) -> RenderedPage {
        let (words, formats) = (words(language), formats(language: language, agency: agency))
        let rows = incidents.filter { !$0.shown.isEmpty }.prefix(Site.shownIncidents).map { one in
            SecurityPage.Row(
                date: formats.day(one.discovered), kind: words.text("incident.kind." + one.kind.rawValue),
                state: one.isClosed ? "closed" : "waiting",
                label: words.text(one.isClosed ? "incident.state.closed" : "incident.state.open"),
                shown: one.shown)
        }
        let silent = incidents.count { $0.shown.isEmpty }
        let page = SecurityPage(
            frame: frame(agency: agency, language: language, signedIn: false), rows: Array(rows),
            others: silent == 0 ? nil : words.text("security.others", count: silent), more: more)
        let name = "privacy/security"
        return RenderedPage(
            page: .shared(name), path: name + "/index.html", bytes: templates(language).security.render(page), freshUntil: nil)
    }
}
