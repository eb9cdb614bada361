import Model

extension Compiler {
    /// The field that a name means, and the slot of its value. Nil only when lenient.
    func find(_ name: Name, _ scope: Scope) throws -> (slot: Int, field: Field)? {
        let parts = name.parts
        guard let first = scope.context.field(parts[0]) else { return try unknown(name, scope.context.names) }
        var field = first.field
        for part in parts.dropFirst() {
            guard let section = field.section, section.isOne, let shape = section.shape?() else { return try unknown(name, []) }
            guard let inner = shape.fields[part] else { return try unknown(name, Set(shape.fields.keys)) }
            field = inner.inside(section)
        }
        return (first.slot, field)
    }

    private func unknown<Found>(_ name: Name, _ known: Set<String>) throws -> Found? {
        guard !isLenient else { return nil }
        throw near(refusal("refusal.template.unknown", name), name.parts.last ?? name.text, known)
    }

    func refusal(_ word: String, _ name: Name) -> Refusal {
        Refusal(.configuration, word, name.place.arguments(["name": name.text]))
    }

    /// Adds the known name that was probably meant, if there is one.
    func near(_ refusal: Refusal, _ name: String, _ known: some Sequence<String>) -> Refusal {
        guard let nearest = Nearest.name(to: name, among: known) else { return refusal }
        let arguments = refusal.arguments.merging(["nearest": nearest]) { $1 }
        return Refusal(refusal.kind, refusal.word, arguments, hint: "hint.nearest")
    }
}
