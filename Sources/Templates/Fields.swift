public import Model

/// The names that a template may use of a `Value`, each with the way to its content.
///
/// A name holds no dot (dots walk into the value of `one`) and is not `words`, which belongs to `{{words.KEY}}`.
/// A name that breaks this, or stands twice, is refused when a template for `Value` is compiled.
///
/// What reads a value is inlinable, so that a module that makes pages gets code of its own for each of its types, which
/// touches one field. Read through a generic closure, a value is copied as a whole for each field: six times as long.
public struct Fields<Value>: Sendable {
    @usableFromInline let shape: Shape

    /// Calls `build` once with an empty set to fill.
    public init(_ build: (inout Fields<Value>) -> Void) {
        var fields = Fields(shape: Shape(ObjectIdentifier(Value.self), called: "\(Value.self)"))
        build(&fields)
        self = fields
    }

    private init(shape: Shape) { self.shape = shape }

    /// `{{name}}`, escaped.
    @inlinable public mutating func text(_ name: String, _ get: @escaping @Sendable (Value) -> String) {
        add(name, text: { get(Self.value($0)) })
    }

    /// `{{{name}}}` or `{{&name}}`, as it is; nothing else prints it.
    @inlinable public mutating func html(_ name: String, _ get: @escaping @Sendable (Value) -> HTML) {
        add(name, html: { get(Self.value($0)) })
    }

    /// `{{#name}}` when true, `{{^name}}` when false.
    @inlinable public mutating func flag(_ name: String, _ get: @escaping @Sendable (Value) -> Bool) {
        add(name, flag: { get(Self.value($0)) })
    }

    /// `{{#name}}` with the value inside when there is one, `{{^name}}` when there is none, and `{{name.field}}`.
    @inlinable public mutating func one<Inner: Renderable>(_ name: String, _ get: @escaping @Sendable (Value) -> Inner?) {
        add(
            name, shape: { Inner.fields.shape }, isOne: true,
            isThere: { get(Self.value($0)) != nil },
            each: { pointer, body in
                guard let inner = get(Self.value(pointer)) else { return }
                withUnsafePointer(to: inner) { body(ValuePointer($0)) }
            })
    }

    /// `{{#name}}` once for each element, `{{^name}}` when there is none.
    @inlinable public mutating func list<Inner: Renderable>(_ name: String, _ get: @escaping @Sendable (Value) -> [Inner]) {
        each(name, { Inner.fields.shape }, get)
    }

    /// Like `list`, for plain texts: `{{#name}}{{.}}{{/name}}`.
    @inlinable public mutating func texts(_ name: String, _ get: @escaping @Sendable (Value) -> [String]) {
        each(name, { Shape.text }, get)
    }

    /// A text that may be missing: `{{#name}}{{name}}{{/name}}` when it is neither nil nor empty; `{{name}}` prints
    /// nothing when nil.
    @inlinable public mutating func maybe(_ name: String, _ get: @escaping @Sendable (Value) -> String?) {
        add(
            name, text: { get(Self.value($0)) ?? "" }, shape: { Shape.text },
            isThere: { get(Self.value($0))?.isEmpty == false },
            each: { pointer, body in
                guard let text = get(Self.value(pointer)), !text.isEmpty else { return }
                withUnsafePointer(to: text) { body(ValuePointer($0)) }
            })
    }

    @inlinable
    mutating func each<Inner>(
        _ name: String, _ shape: @escaping @Sendable () -> Shape, _ get: @escaping @Sendable (Value) -> [Inner]
    ) {
        add(
            name, shape: shape,
            isThere: { !get(Self.value($0)).isEmpty },
            each: { pointer, body in
                get(Self.value(pointer)).withUnsafeBufferPointer { inners in
                    guard let first = inners.baseAddress else { return }
                    for index in 0..<inners.count { body(ValuePointer(first + index)) }
                }
            })
    }

    /// The compiler only lets a field be asked of a frame that holds a `Value` (see `Context`).
    @inlinable @inline(__always)
    static func value(_ pointer: ValuePointer) -> Value {
        pointer.assumingMemoryBound(to: Value.self).pointee
    }
}

/// What the above comes to, whatever the type.
extension Fields {
    @usableFromInline
    mutating func add(_ name: String, text: @escaping @Sendable (ValuePointer) -> String) {
        add(name, Field(text: text))
    }

    @usableFromInline
    mutating func add(_ name: String, html: @escaping @Sendable (ValuePointer) -> HTML) {
        add(name, Field(html: html))
    }

    @usableFromInline
    mutating func add(_ name: String, flag isThere: @escaping @Sendable (ValuePointer) -> Bool) {
        add(name, Field(section: Section(isThere: isThere)))
    }

    @usableFromInline
    mutating func add(
        _ name: String, text: (@Sendable (ValuePointer) -> String)? = nil, shape: @escaping @Sendable () -> Shape,
        isOne: Bool = false, isThere: @escaping @Sendable (ValuePointer) -> Bool,
        each: @escaping @Sendable (ValuePointer, (ValuePointer) -> Void) -> Void
    ) {
        add(name, Field(text: text, section: Section(shape: shape, isOne: isOne, isThere: isThere, each: each)))
    }

    private mutating func add(_ name: String, _ field: Field) {
        self = Fields(shape: shape.adding(name, field))
    }
}
