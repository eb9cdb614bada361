public import Model

/// One SQL statement in which the values stand apart from the text: whatever is interpolated becomes a placeholder
/// (ASVS 1.2.4), so no value can become SQL.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// A value as engines bind it.
    public enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int64)
        case bytes([UInt8])
        case null
    }

    private var pieces: [String]
    /// The values, in the order of their placeholders.
    public private(set) var values: [Value]

    public init(stringLiteral text: String) {
        (pieces, values) = ([text], [])
    }

    public init(stringInterpolation: StringInterpolation) {
        (pieces, values) = (stringInterpolation.pieces, stringInterpolation.values)
    }

    /// The text, with each placeholder as the engine writes it: `?`, or `$1`, counted from 1.
    public func text(placeholder: (Int) -> String) -> String {
        var out = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            out += placeholder(index + 1) + piece
        }
        return out
    }

    /// Two statements' texts and values, one after the other.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.pieces[sum.pieces.count - 1] += right.pieces[0]
        sum.pieces += right.pieces.dropFirst()
        sum.values += right.values
        return sum
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            pieces[pieces.count - 1] += literal
        }

        public mutating func appendInterpolation(_ value: Value) {
            values.append(value)
            pieces.append("")
        }

        public mutating func appendInterpolation(_ text: String) { appendInterpolation(.text(text)) }
        public mutating func appendInterpolation(_ text: String?) { appendInterpolation(text.map(Value.text) ?? .null) }
        public mutating func appendInterpolation(_ number: Int64) { appendInterpolation(.integer(number)) }
        public mutating func appendInterpolation(_ number: Int64?) { appendInterpolation(number.map(Value.integer) ?? .null) }
        public mutating func appendInterpolation(_ number: Int) { appendInterpolation(.integer(Int64(number))) }
        public mutating func appendInterpolation(_ flag: Bool) { appendInterpolation(.integer(flag ? 1 : 0)) }
        public mutating func appendInterpolation(_ bytes: [UInt8]) { appendInterpolation(.bytes(bytes)) }
        public mutating func appendInterpolation(_ bytes: [UInt8]?) { appendInterpolation(bytes.map(Value.bytes) ?? .null) }
        public mutating func appendInterpolation<Owner>(_ id: ID<Owner>) { appendInterpolation(.text(id.text)) }
        public mutating func appendInterpolation<Owner>(_ id: ID<Owner>?) { appendInterpolation(id?.text) }
        public mutating func appendInterpolation(_ slug: Slug) { appendInterpolation(.text(slug.text)) }
        public mutating func appendInterpolation(_ day: Day) { appendInterpolation(.text(day.text)) }
        public mutating func appendInterpolation(_ day: Day?) { appendInterpolation(day?.text) }
        public mutating func appendInterpolation(_ at: Instant) { appendInterpolation(.integer(at.milliseconds)) }
        public mutating func appendInterpolation(_ at: Instant?) { appendInterpolation(at?.milliseconds) }
        public mutating func appendInterpolation(_ number: Exact) { appendInterpolation(.text(number.text)) }
        public mutating func appendInterpolation<Word: RawRepresentable>(_ word: Word) where Word.RawValue == String {
            appendInterpolation(.text(word.rawValue))
        }
    }
}
