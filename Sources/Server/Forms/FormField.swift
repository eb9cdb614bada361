import Actions
import Model
import Site
import Templates

/// One field of a form: what it asks for, what stands in it, and what is wrong with that.
struct FormField: Renderable, Sendable {
    /// What it looks like. The raw values are the `type` of inputs where there is one.
    enum Kind: String, Sendable {
        case text, email, tel, url, search, date, password, number, textarea, select, radios, checkbox, checkboxes, hidden
    }

    /// Something to choose.
    struct Option: Renderable, Sendable {
        let value: String
        let label: String
        /// What it means, where the label does not say it all.
        var about: String?
        var isChosen = false

        init(_ value: String, _ label: String, about: String? = nil) {
            (self.value, self.label, self.about) = (value, label, about)
        }

        static let fields = Fields<Option> {
            $0.text("value") { $0.value }
            $0.text("label") { $0.label }
            $0.maybe("about") { $0.about }
            $0.flag("isChosen") { $0.isChosen }
        }
    }

    let name: String
    let kind: Kind
    let label: String
    /// The texts that stand in it: one, or those chosen.
    var values: [String]
    var options: [Option] = []
    var hint: String?
    var error: String?
    /// What the record holds now, when somebody else has changed it since the form was opened.
    var now: String?
    var isRequired = false
    /// As HTML names it: `email`, `new-password`, `one-time-code`, `off`.
    var autocomplete: String?
    /// As HTML names it: `numeric`, `decimal`.
    var inputmode: String?
    /// The most characters that it takes.
    var most: Int?
    var rows = 6
    /// The width of what is asked for: `short` for numbers and dates, `half`, or nil for all the width.
    var width: String?

    var value: String { values.first ?? "" }

    /// What the page calls it: names of rows hold brackets, which links to them would have to escape.
    var id: String { FormField.id(name) }

    static func id(_ name: String) -> String {
        "f-" + name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    }

    /// The identifiers of what describes it, for `aria-describedby`.
    private var described: String? {
        let parts = [(hint, "-hint"), (error, "-error"), (now, "-now")].filter { $0.0 != nil }.map { id + $0.1 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private var chosen: [Option] {
        options.map { option in
            var option = option
            option.isChosen = values.contains(option.value)
            return option
        }
    }

    private static let inputs: Set<Kind> = [.text, .email, .tel, .url, .search, .date, .password, .number]

    static let fields = Fields<FormField> {
        $0.text("name") { $0.name }
        $0.text("id") { $0.id }
        // A field for numbers takes what people write, `30,5` too: browsers' own take only one spelling.
        $0.text("type") { $0.kind == .number ? "text" : $0.kind.rawValue }
        $0.text("label") { $0.label }
        $0.text("value") { $0.kind == .password ? "" : $0.value }
        $0.list("options") { $0.chosen }
        $0.maybe("hint") { $0.hint }
        $0.maybe("error") { $0.error }
        $0.maybe("now") { $0.now }
        $0.maybe("described") { $0.described }
        $0.flag("isRequired") { $0.isRequired }
        // A list that opens on a choice is never without one (HTML, 4.10.7: `required` wants an empty first).
        $0.flag("mustChoose") { $0.isRequired && $0.options.first?.value.isEmpty ?? false }
        $0.flag("isOptional") { !$0.isRequired && ![.checkbox, .checkboxes, .radios, .select, .hidden].contains($0.kind) }
        $0.flag("isChecked") { !$0.value.isEmpty }
        $0.maybe("autocomplete") { $0.autocomplete }
        $0.maybe("inputmode") { $0.inputmode }
        $0.maybe("most") { $0.most.map(String.init) }
        $0.text("rows") { String($0.rows) }
        $0.text("width") { $0.width ?? "" }
        $0.flag("isInput") { FormField.inputs.contains($0.kind) }
        $0.flag("isTextarea") { $0.kind == .textarea }
        $0.flag("isSelect") { $0.kind == .select }
        $0.flag("isRadios") { $0.kind == .radios }
        $0.flag("isCheckbox") { $0.kind == .checkbox }
        $0.flag("isCheckboxes") { $0.kind == .checkboxes }
        $0.flag("isHidden") { $0.kind == .hidden }
    }
}

extension FormField {
    /// One line of text.
    static func text(
        _ name: String, _ label: String, _ value: String = "", kind: Kind = .text, hint: String? = nil,
        isRequired: Bool = false, most: Int? = 300, autocomplete: String? = "off", inputmode: String? = nil,
        width: String? = nil
    ) -> FormField {
        FormField(
            name: name, kind: kind, label: label, values: [value], hint: hint, isRequired: isRequired,
            autocomplete: autocomplete, inputmode: inputmode, most: most, width: width)
    }

    /// Several lines of text.
    static func area(
        _ name: String, _ label: String, _ value: String = "", hint: String? = nil, isRequired: Bool = false,
        most: Int? = 20_000, rows: Int = 6
    ) -> FormField {
        FormField(
            name: name, kind: .textarea, label: label, values: [value], hint: hint, isRequired: isRequired, most: most,
            rows: rows)
    }

    /// A day, `YYYY-MM-DD`.
    static func day(
        _ name: String, _ label: String, _ value: Day? = nil, hint: String? = nil, isRequired: Bool = false
    ) -> FormField {
        FormField(
            name: name, kind: .date, label: label, values: [value?.text ?? ""], hint: hint, isRequired: isRequired,
            width: "short")
    }

    /// A number as people write it, whole or with decimals.
    static func number(
        _ name: String, _ label: String, _ value: String = "", hint: String? = nil, isRequired: Bool = false,
        isWhole: Bool = false
    ) -> FormField {
        FormField(
            name: name, kind: .number, label: label, values: [value], hint: hint, isRequired: isRequired,
            autocomplete: "off", inputmode: isWhole ? "numeric" : "decimal", most: 40, width: "short")
    }

    /// One of several: a list that opens, or all in sight.
    static func choice(
        _ name: String, _ label: String, _ value: String, _ options: [Option], kind: Kind = .select, hint: String? = nil,
        isRequired: Bool = false, width: String? = nil
    ) -> FormField {
        FormField(
            name: name, kind: kind, label: label, values: [value], options: options, hint: hint, isRequired: isRequired,
            width: width)
    }

    /// Any of several.
    static func choices(
        _ name: String, _ label: String, _ values: [String], _ options: [Option], hint: String? = nil
    ) -> FormField {
        FormField(name: name, kind: .checkboxes, label: label, values: values, options: options, hint: hint)
    }

    /// Yes or no.
    static func flag(_ name: String, _ label: String, _ isOn: Bool, hint: String? = nil) -> FormField {
        FormField(name: name, kind: .checkbox, label: label, values: [isOn ? "on" : ""], hint: hint)
    }

    /// Sent along unseen.
    static func hidden(_ name: String, _ value: String) -> FormField {
        FormField(name: name, kind: .hidden, label: "", values: [value])
    }
}
