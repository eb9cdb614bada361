/// A template compiled for a type and a language; nothing in it can fail any more.
public struct Template<Value: Renderable>: Sendable {
    let program: Program

    /// The bytes (UTF-8) of the template filled with the value.
    public func render(_ value: Value) -> [UInt8] {
        var output = Output(capacity: program.expectedSize)
        render(value, into: &output)
        return output.bytes
    }

    /// Writes the template filled with the value at the end of `output`.
    public func render(_ value: Value, into output: inout Output) {
        withUnsafePointer(to: value) { program.run(ValuePointer($0), into: &output) }
    }
}
