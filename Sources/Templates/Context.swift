/// The types in sight at one place of a template, innermost last, each with its slot.
///
/// A type stands here once: when a value of a type that is already in sight comes inside, every name of the outer one is
/// hidden. So there are only finitely many contexts, and a template that includes itself is compiled to an end.
struct Context: Hashable, Sendable {
    struct Frame: Hashable, Sendable {
        let type: ObjectIdentifier
        let slot: Int
    }

    private(set) var frames: [Frame] = []
    /// Apart from `frames`, which alone tell contexts apart.
    private var shapes: [ObjectIdentifier: Shape] = [:]

    static func == (left: Context, right: Context) -> Bool { left.frames == right.frames }

    func hash(into hasher: inout Hasher) { hasher.combine(frames) }

    /// The context inside a value of that shape.
    func entering(_ shape: Shape) -> (context: Context, slot: Int) {
        var inner = self
        let known = frames.firstIndex { $0.type == shape.id }
        let slot = known.map { inner.frames.remove(at: $0).slot } ?? frames.count
        inner.frames.append(Frame(type: shape.id, slot: slot))
        inner.shapes[shape.id] = shape
        return (inner, slot)
    }

    /// The innermost type that has the name, as Mustache looks names up; `.` is the innermost value or nothing.
    func field(_ name: String) -> (slot: Int, field: Field)? {
        for frame in frames.reversed() {
            if let field = shapes[frame.type]?.fields[name] { return (frame.slot, field) }
            if name == "." { return nil }
        }
        return nil
    }

    /// Every name in sight.
    var names: Set<String> { Set(frames.flatMap { shapes[$0.type]?.fields.keys.map { $0 } ?? [] }) }
}
