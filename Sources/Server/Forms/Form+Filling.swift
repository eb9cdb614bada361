import Actions
import Model
import Templates

/// A form that comes back.
extension Form {
    /// With what was typed in place of what the records hold. Passwords and codes are never shown again.
    /// - Parameter kept: the fields that it is about; nil: all.
    func filled(with typed: Typed, only kept: Set<String>? = nil) -> Form {
        var form = self
        form.change { field in
            guard kept?.contains(field.name) ?? true else { return }
            guard field.kind != .password, field.autocomplete != "one-time-code" else { return }
            field.values = typed.all(field.name)
        }
        // The record that it makes keeps its identity, however often the form comes back.
        if key != nil, let sent = typed["key"] { form.key = sent }
        if state != nil, let sent = typed[FormState.field] { form.state = FormState(sent: sent) }
        return form
    }

    /// With the sentences of a refusal: above the form, and at the fields that it names.
    func refused(_ refusal: Refusal, _ words: Words) -> Form {
        var form = self
        form.message = words.text(refusal.word, refusal.arguments)
        var problems: [Problem] = []
        form.change { field in
            guard let wrong = refusal.fields[field.name] else { return }
            // Commands name a setting by its key; people know it by what stands over the field.
            var arguments = wrong.arguments
            if arguments["key"] == field.name { arguments["key"] = field.label }
            let sentence = words.text(wrong.word, arguments)
            field.error = sentence
            // Above the form the label stands before it anyway.
            let named = field.label + ": "
            let short = sentence.hasPrefix(named) ? String(sentence.dropFirst(named.count)) : sentence
            problems.append(Problem(href: "#" + field.id, label: field.label, sentence: short))
        }
        // What is wrong with a list as a whole, or with a row that its page draws.
        for (name, wrong) in refusal.fields.sorted(by: { $0.key < $1.key }) where field(name) == nil {
            problems.append(
                Problem(href: "#" + FormField.id(name), label: "", sentence: words.text(wrong.word, wrong.arguments)))
        }
        form.problems = problems
        return form
    }

    /// After somebody else was faster: what was typed stays, what the record holds now is told where it differs, and
    /// sending it again changes it.
    /// - Parameter fresh: the form as it would be opened now.
    func overtaken(by fresh: Form, _ words: Words) -> Form {
        var form = self
        form.state = fresh.state
        form.change { field in
            guard let now = fresh.field(field.name), field.kind != .password, field.kind != .hidden,
                Set(now.values.filter { !$0.isEmpty }) != Set(field.values.filter { !$0.isEmpty })
            else { return }
            let shown = now.shown
            field.now = shown.isEmpty ? words.text("form.now.empty") : words.text("form.now", ["value": shown])
        }
        return form
    }

    private mutating func change(_ work: (inout FormField) -> Void) {
        for section in sections.indices {
            for field in sections[section].fields.indices { work(&sections[section].fields[field]) }
        }
    }
}

extension FormField {
    /// What stands in it, as people read it.
    fileprivate var shown: String {
        let chosen = options.filter { values.contains($0.value) && !$0.value.isEmpty }.map(\.label)
        return options.isEmpty ? (kind == .checkbox ? (value.isEmpty ? "" : label) : value) : chosen.joined(separator: ", ")
    }
}
