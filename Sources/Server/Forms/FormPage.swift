import Actions
import Model
import Site
import Templates

/// A page with a form in it, whatever else it shows.
protocol FormHolder: ServerPage {
    var form: Form { get set }
}

/// The page that most forms are: a heading, the form, and what is dangerous below it.
struct FormPage: FormHolder {
    static let template = "forms/form"

    /// The way back, above the heading.
    struct Crumb: Renderable, Sendable {
        let href: String
        let label: String

        static let fields = Fields<Crumb> {
            $0.text("href") { $0.href }
            $0.text("label") { $0.label }
        }
    }

    /// Something that is not easily undone, behind a question: a form of its own.
    struct Danger: Renderable, Sendable {
        /// Tells it from others in the page.
        let anchor: String
        /// What is done, on the closed and on the open button.
        let label: String
        /// What it means.
        let sentence: String
        /// Where it is sent.
        let action: String
        var hidden: [FormField] = []

        static let fields = Fields<Danger> {
            $0.text("anchor") { $0.anchor }
            $0.text("label") { $0.label }
            $0.text("sentence") { $0.sentence }
            $0.text("action") { $0.action }
            $0.list("hidden") { $0.hidden }
        }
    }

    var frame: Frame
    var crumbs: [Crumb] = []
    var title: String
    var lead: String?
    /// Other pages of the same subject.
    var links: [Crumb] = []
    /// What the person has just done.
    var done: String?
    var form: Form
    var dangers: [Danger] = []
    /// Pages on which more is taken away than a button here would: they stand below everything else.
    var dangerLinks: [Crumb] = []
    /// `narrow` for what strangers see, `reading` for most forms.
    var width = "reading"

    static let fields = Fields<FormPage> {
        $0.one("frame") { $0.frame }
        $0.list("crumbs") { $0.crumbs }
        $0.flag("hasCrumbs") { !$0.crumbs.isEmpty }
        $0.text("title") { $0.title }
        $0.maybe("lead") { $0.lead }
        $0.list("links") { $0.links }
        // A form that came back stands first, with what is wrong in it.
        $0.flag("hasLinks") { !$0.links.isEmpty && $0.form.message == nil }
        $0.flag("hasLinksBelow") { !$0.links.isEmpty && $0.form.message != nil }
        $0.maybe("done") { $0.done }
        $0.one("form") { $0.form }
        $0.list("dangers") { $0.dangers }
        $0.list("dangerLinks") { $0.dangerLinks }
        $0.flag("hasDangers") { !$0.dangers.isEmpty || !$0.dangerLinks.isEmpty }
        $0.text("width") { $0.width }
    }
}
