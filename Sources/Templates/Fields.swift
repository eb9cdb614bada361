public import Model

/// The names that a template may use of a `Value`, each with the way to its content.
///
/// A name holds no dot (dots walk into the value of `one`) and is not `words`, which belongs to `{{words.KEY}}`.
/// A name that breaks this, or stands twice, is refused when a template for `Value` is compiled.
public struct Fields<Value>: Sendable {
    let shape: Shape

    /// Calls `build` once with an empty set to fill.
    public init(_ build: (inout Fields<Value>) -> Void) {
        var fields = Fields(shape: Shape(ObjectIdentifier(Value.self), called: "\(Value.self)"))
        build(&fields)
        self = fields
    }

    private init(shape: Shape) { self.shape = shape }

    /// `{{name}}`, escaped.
    public mutating func text(_ name: String, _ get: @escaping @Sendable (Value) -> String) {
        add(name, Field(text: { get(Self.value($0)) }))
    }

    /// `{{{name}}}` or `{{&name}}`, as it is; nothing else prints it.
    public mutating func html(_ name: String, _ get: @escaping @Sendable (Value) -> HTML) {
        add(name, Field(html: { get(Self.value($0)) }))
    }

    /// `{{#name}}` when true, `{{^name}}` when false.
    public mutating func flag(_ name: String, _ get: @escaping @Sendable (Value) -> Bool) {
        add(name, Field(section: Section(isThere: { get(Self.value($0)) })))
    }

    /// `{{#name}}` with the value inside when there is one, `{{^name}}` when there is none, and `{{name.field}}`.
    public mutating func one<Inner: Renderable>(_ name: String, _ get: @escaping @Sendable (Value) -> Inner?) {
        let section = Section(
            shape: { Inner.fields.shape }, isOne: true,
            isThere: { get(Self.value($0)) != nil },
            each: { pointer, body in
                guard let inner = get(Self.value(pointer)) else { return }
                withUnsafePointer(to: inner) { body(ValuePointer($0)) }
            })
        add(name, Field(section: section))
    }

    /// `{{#name}}` once for each element, `{{^name}}` when there is none.
    public mutating func list<Inner: Renderable>(_ name: String, _ get: @escaping @Sendable (Value) -> [Inner]) {
        add(name, Field(section: Self.each({ Inner.fields.shape }, get)))
    }

    /// Like `list`, for plain texts: `{{#name}}{{.}}{{/name}}`.
    public mutating func texts(_ name: String, _ get: @escaping @Sendable (Value) -> [String]) {
        add(name, Field(section: Self.each({ Shape.text }, get)))
    }

    /// A text that may be missing: `{{#name}}{{name}}{{/name}}` when it is neither nil nor empty; `{{name}}` prints
    /// nothing when nil.
    public mutating func maybe(_ name: String, _ get: @escaping @Sendable (Value) -> String?) {
        let section = Section(
            shape: { Shape.text },
            isThere: { get(Self.value($0))?.isEmpty == false },
            each: { pointer, body in
                guard let text = get(Self.value(pointer)), !text.isEmpty else { return }
                withUnsafePointer(to: text) { body(ValuePointer($0)) }
            })
        add(name, Field(text: { get(Self.value($0)) ?? "" }, section: section))
    }

    private mutating func add(_ name: String, _ field: Field) {
        self = Fields(shape: shape.adding(name, field))
    }

    private static func each<Inner>(
        _ shape: @escaping @Sendable () -> Shape, _ get: @escaping @Sendable (Value) -> [Inner]
    ) -> Section {
        Section(
            shape: shape,
            isThere: { !get(Self.value($0)).isEmpty },
            each: { pointer, body in
                get(Self.value(pointer)).withUnsafeBufferPointer { inners in
                    guard let first = inners.baseAddress else { return }
                    for index in 0..<inners.count { body(ValuePointer(first + index)) }
                }
            })
    }

    /// The compiler only lets a field be asked of a frame that holds a `Value` (see `Context`).
    private static func value(_ pointer: ValuePointer) -> Value {
        pointer.assumingMemoryBound(to: Value.self).pointee
    }
}
