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

    /// - Parameter text: all of it is text of ours, none of it a value.
    public init(stringLiteral text: String) {
        (pieces, values) = ([text], [])
    }

    /// What the compiler makes of what is interpolated.
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

    /// Keeps text and values apart.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var values: [Value] = []

        /// - Parameters: as the compiler counts them; nothing is made of them.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Text of ours.
        public mutating func appendLiteral(_ literal: String) {
            pieces[pieces.count - 1] += literal
        }

        /// A value: it becomes a placeholder.
        public mutating func appendInterpolation(_ value: Value) {
            values.append(value)
            pieces.append("")
        }

        /// Text.
        public mutating func appendInterpolation(_ text: String) { appendInterpolation(.text(text)) }
        /// Text, or NULL.
        public mutating func appendInterpolation(_ text: String?) { appendInterpolation(text.map(Value.text) ?? .null) }
        /// A whole number.
        public mutating func appendInterpolation(_ number: Int64) { appendInterpolation(.integer(number)) }
        /// A whole number, or NULL.
        public mutating func appendInterpolation(_ number: Int64?) { appendInterpolation(number.map(Value.integer) ?? .null) }
        /// A whole number.
        public mutating func appendInterpolation(_ number: Int) { appendInterpolation(.integer(Int64(number))) }
        /// 1 or 0.
        public mutating func appendInterpolation(_ flag: Bool) { appendInterpolation(.integer(flag ? 1 : 0)) }
        /// Bytes.
        public mutating func appendInterpolation(_ bytes: [UInt8]) { appendInterpolation(.bytes(bytes)) }
        /// Bytes, or NULL.
        public mutating func appendInterpolation(_ bytes: [UInt8]?) { appendInterpolation(bytes.map(Value.bytes) ?? .null) }
        /// An identity, as text.
        public mutating func appendInterpolation<Owner>(_ id: ID<Owner>) { appendInterpolation(.text(id.text)) }
        /// An identity, or NULL.
        public mutating func appendInterpolation<Owner>(_ id: ID<Owner>?) { appendInterpolation(id?.text) }
        /// A name in addresses, as text.
        public mutating func appendInterpolation(_ slug: Slug) { appendInterpolation(.text(slug.text)) }
        /// A day, `YYYY-MM-DD`.
        public mutating func appendInterpolation(_ day: Day) { appendInterpolation(.text(day.text)) }
        /// A day, or NULL.
        public mutating func appendInterpolation(_ day: Day?) { appendInterpolation(day?.text) }
        /// Milliseconds since 1970.
        public mutating func appendInterpolation(_ at: Instant) { appendInterpolation(.integer(at.milliseconds)) }
        /// Milliseconds since 1970, or NULL.
        public mutating func appendInterpolation(_ at: Instant?) { appendInterpolation(at?.milliseconds) }
        /// Decimal text.
        public mutating func appendInterpolation(_ number: Exact) { appendInterpolation(.text(number.text)) }
        /// The word of a value: its raw text.
        public mutating func appendInterpolation<Word: RawRepresentable>(_ word: Word) where Word.RawValue == String {
            appendInterpolation(.text(word.rawValue))
        }
    }
}
