import Actions
import Model
import Site
import Templates

/// A form in which staff write Markdown: an entry, a case, a template. Where scripts run, what is typed is shown as others
/// will see it while it is typed; else a second button shows it.
struct WritingPage: FormHolder {
    static let template = "staff/writing"

    /// The entry that is corrected.
    struct Quoted: Renderable, Sendable {
        let about: String
        let title: String
        let body: HTML

        static let fields = Fields<Quoted> {
            $0.text("about") { $0.about }
            $0.text("title") { $0.title }
            $0.html("body") { $0.body }
            $0.flag("hasBody") { $0.body != .empty }
        }
    }

    var frame: Frame
    var crumbs: [FormPage.Crumb]
    var title: String
    var lead: String?
    var quoted: Quoted?
    var form: Form
    /// The name of the field whose Markdown is shown.
    var source: String
    /// Where Markdown is rendered.
    var renderer: String
    /// The address of preview.js.
    var script: String
    var dangers: [FormPage.Danger] = []

    static let fields = Fields<WritingPage> {
        $0.one("frame") { $0.frame }
        $0.list("crumbs") { $0.crumbs }
        $0.text("title") { $0.title }
        $0.maybe("lead") { $0.lead }
        $0.one("quoted") { $0.quoted }
        $0.one("form") { $0.form }
        $0.text("source") { FormField.id($0.source) }
        $0.text("renderer") { $0.renderer }
        $0.text("script") { $0.script }
        $0.list("dangers") { $0.dangers }
        $0.flag("hasDangers") { !$0.dangers.isEmpty }
    }
}

extension WritingPage {
    /// - Parameter source: the name of the field whose Markdown is shown.
    init(
        _ staff: StaffSession, at place: StaffPages.Place, crumbs: [FormPage.Crumb], title: String, lead: String? = nil,
        form: Form, source: String
    ) {
        self.init(
            frame: staff.site.frame(
                agency: staff.settings, language: staff.signedIn.ownLanguage, signedIn: true,
                nav: StaffPages.navigation(staff, at: place, isBelow: true)),
            crumbs: crumbs, title: title, lead: lead, form: form, source: source,
            renderer: staff.visitor.home + "staff/preview", script: staff.site.assets.url("preview.js") ?? "")
    }
}
