import Model

/// A value in a frame. What it points to is known from the shape that the compiler saw there.
@usableFromInline typealias ValuePointer = UnsafeRawPointer

/// What templates know of one type: the type itself is forgotten, its fields remember how to read it.
@usableFromInline struct Shape: Sendable {
    /// Two frames of the same identity hold values of the same type.
    let id: ObjectIdentifier
    /// For messages.
    let called: String
    private(set) var fields: [String: Field] = [:]
    /// Names that stand twice or could never be found.
    private(set) var faults: [String] = []

    init(_ id: ObjectIdentifier, called: String, fields: [String: Field] = [:]) {
        (self.id, self.called, self.fields) = (id, called, fields)
    }

    /// One text, as an element of `texts`: its only name is `.`.
    @usableFromInline static let text = Shape(
        ObjectIdentifier(String.self), called: "String",
        fields: [".": Field(text: { $0.assumingMemoryBound(to: String.self).pointee })])

    func adding(_ name: String, _ field: Field) -> Shape {
        var more = self
        if more.fields.updateValue(field, forKey: name) != nil || name.isEmpty || name.contains(".") || name == "words" {
            more.faults.append(name)
        }
        return more
    }
}

/// What one name can do: be printed escaped, be printed as it is, open a section.
struct Field: Sendable {
    var text: (@Sendable (ValuePointer) -> String)?
    var html: (@Sendable (ValuePointer) -> HTML)?
    var section: Section?

    /// The field of the value inside `outer`: `{{outer.field}}`. Prints nothing when there is no such value.
    func inside(_ outer: Section) -> Field {
        var whole = Field()
        if let text {
            whole.text = { pointer in
                var found = ""
                outer.each(pointer) { found = text($0) }
                return found
            }
        }
        if let html {
            whole.html = { pointer in
                var found = HTML.empty
                outer.each(pointer) { found = html($0) }
                return found
            }
        }
        whole.section = section.map { inner in
            Section(
                shape: inner.shape, isOne: inner.isOne,
                isThere: { pointer in
                    var found = false
                    outer.each(pointer) { found = inner.isThere($0) }
                    return found
                },
                each: { pointer, body in outer.each(pointer) { inner.each($0, body) } })
        }
        return whole
    }
}

/// How a name opens `{{#name}}`.
final class Section: Sendable {
    /// The shape of what stands inside; nil for a flag, inside which nothing new is known. Asked late, because a type
    /// may hold lists of itself.
    let shape: (@Sendable () -> Shape)?
    /// Whether there is at most one value, so that dotted names may go through.
    let isOne: Bool
    let isThere: @Sendable (ValuePointer) -> Bool
    /// Lends every value inside, in order.
    let each: @Sendable (ValuePointer, (ValuePointer) -> Void) -> Void

    init(
        shape: (@Sendable () -> Shape)?, isOne: Bool = false, isThere: @escaping @Sendable (ValuePointer) -> Bool,
        each: @escaping @Sendable (ValuePointer, (ValuePointer) -> Void) -> Void
    ) {
        (self.shape, self.isOne, self.isThere, self.each) = (shape, isOne, isThere, each)
    }

    /// A flag.
    init(isThere: @escaping @Sendable (ValuePointer) -> Bool) {
        (shape, isOne, self.isThere) = (nil, false, isThere)
        each = { pointer, body in if isThere(pointer) { body(pointer) } }
    }
}
