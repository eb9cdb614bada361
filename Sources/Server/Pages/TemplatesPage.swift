import Site
import Templates

/// `/AGENCY/staff/templates/`: what cases can begin with.
struct TemplatesPage: ServerPage {
    static let template = "staff/templates"

    struct Row: Renderable, Sendable {
        let href: String
        let name: String
        /// Its stages.
        let about: String

        static let fields = Fields<Row> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("about") { $0.about }
        }
    }

    let frame: Frame
    /// Where one is made.
    let new: String
    /// What the person has just done.
    let done: String?
    let templates: [Row]

    static let fields = Fields<TemplatesPage> {
        $0.one("frame") { $0.frame }
        $0.text("new") { $0.new }
        $0.maybe("done") { $0.done }
        $0.list("templates") { $0.templates }
        $0.flag("hasTemplates") { !$0.templates.isEmpty }
    }
}
