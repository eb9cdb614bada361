import Actions
import Model
import Site
import Templates

/// A form as pages show it: what it asks for, in sections, and the buttons that send it. Filled into partials/form.
struct Form: Renderable, Sendable {
    /// Fields that belong together, with or without a heading.
    struct Section: Renderable, Sendable {
        var title: String?
        var lead: String?
        var fields: [FormField]

        init(_ title: String? = nil, lead: String? = nil, fields: [FormField]) {
            (self.title, self.lead, self.fields) = (title, lead, fields)
        }

        static let fields: Fields<Section> = Fields<Section> {
            $0.maybe("title") { $0.title }
            $0.maybe("lead") { $0.lead }
            $0.list("fields") { $0.fields }
        }
    }

    /// Sends the form. The value tells which button it was (`Typed.button`); the main one has none.
    struct Button: Renderable, Sendable {
        let label: String
        var value: String?
        /// Whether it takes away what nobody can bring back.
        let isDanger: Bool

        init(_ label: String, value: String? = nil, isDanger: Bool = false) {
            (self.label, self.value, self.isDanger) = (label, value, isDanger)
        }

        static let fields = Fields<Button> {
            $0.text("label") { $0.label }
            $0.maybe("value") { $0.value }
            $0.flag("isDanger") { $0.isDanger }
        }
    }

    /// Something else that the form can begin with. It is sent to another address, with what was typed so far.
    struct Beginning: Renderable, Sendable {
        /// What `Typed.button` is then.
        static let button = "begin"

        let action: String
        let label: String
        let isCurrent: Bool

        static let fields = Fields<Beginning> {
            $0.text("action") { $0.action }
            $0.text("label") { $0.label }
            $0.flag("isCurrent") { $0.isCurrent }
        }
    }

    /// A field that is wrong, as the summary above the form names it.
    struct Problem: Renderable, Sendable {
        let href: String
        let label: String
        let sentence: String

        static let fields = Fields<Problem> {
            $0.text("href") { $0.href }
            $0.text("label") { $0.label }
            $0.text("sentence") { $0.sentence }
        }
    }

    /// Where it is sent; empty: to the page's own address.
    var action = ""
    var sections: [Section]
    /// The main one first.
    var buttons: [Button]
    /// Where one goes who does not want it after all.
    var cancel: String?
    /// What the form shows, to tell later whether somebody else was faster. Nil where nothing can be lost.
    var state: FormState?
    /// The identity of the record that it makes. Nil where it makes none.
    var key: String?
    /// What else it can begin with.
    var beginnings: [Beginning] = []
    /// Fields that it has with another beginning; they are passed over.
    var elsewhere: Set<String> = []
    /// Lists whose rows have fields of these names; their page draws them itself.
    var rows: [String: Set<String>] = [:]

    /// Why it came back as a whole.
    var message: String?
    /// Which fields are wrong.
    var problems: [Problem] = []
    /// Markdown as others will see it, after the button that shows it.
    var preview: HTML?

    init(_ sections: [Section], buttons: [Button], cancel: String? = nil, state: FormState? = nil, key: String? = nil) {
        (self.sections, self.buttons, self.cancel, self.state, self.key) = (sections, buttons, cancel, state, key)
    }

    /// The field of that name.
    func field(_ name: String) -> FormField? {
        for section in sections {
            if let field = section.fields.first(where: { $0.name == name }) { return field }
        }
        return nil
    }

    /// What the form may be sent with.
    var names: FormNames {
        var names = FormNames(single: elsewhere.union(["do"]), rows: rows)
        if state != nil { names.single.insert(FormState.field) }
        if key != nil { names.single.insert("key") }
        for field in sections.flatMap(\.fields) {
            if field.kind == .checkboxes { names.several.insert(field.name) } else { names.single.insert(field.name) }
        }
        return names
    }

    static let fields = Fields<Form> {
        $0.maybe("action") { $0.action }
        $0.list("beginnings") { $0.beginnings }
        $0.flag("hasBeginnings") { !$0.beginnings.isEmpty }
        $0.list("sections") { $0.sections }
        $0.list("buttons") { Array($0.buttons.prefix(1)) }
        $0.list("others") { Array($0.buttons.dropFirst()) }
        $0.maybe("cancel") { $0.cancel }
        $0.maybe("state") { $0.state?.text }
        $0.maybe("key") { $0.key }
        $0.maybe("message") { $0.message }
        $0.list("problems") { $0.problems }
        $0.flag("hasProblems") { !$0.problems.isEmpty }
        $0.flag("isBack") { $0.message != nil }
        $0.html("preview") { $0.preview ?? .empty }
        $0.flag("hasPreview") { $0.preview != nil }
    }
}
