/// An exact decimal number: `digits` × 10^-`scale`. For quantities, prices and rates, which are decimal text.
public struct Exact: Hashable, Sendable, CustomStringConvertible {
    /// All digits as one signed integer.
    public let digits: Int64
    /// How many of them stand after the point; 0 to 9.
    public let scale: Int

    /// - Parameters: as the properties.
    public init(digits: Int64, scale: Int) {
        (self.digits, self.scale) = (digits, scale)
    }

    /// Reads `-?[0-9]+(\.[0-9]{1,9})?`, at most 18 digits in all; nil for anything else (no exponent, comma, plus or space).
    public init?(_ text: String) {
        var digits: Int64 = 0
        var scale = -1
        var count = 0
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        for byte in text.utf8.dropFirst(isNegative ? 1 : 0) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard count < 18, scale < 9 else { return nil }
                digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
                count += 1
                if scale >= 0 { scale += 1 }
            case UInt8(ascii: ".") where scale < 0 && count > 0: scale = 0
            default: return nil
            }
        }
        guard count > 0, scale != 0 else { return nil }
        self.init(digits: isNegative ? -digits : digits, scale: max(scale, 0))
    }

    /// As people write it.
    public var description: String { text }

    /// As it was written: the scale is kept, so `2.50` stays `2.50`.
    public var text: String {
        var figures = String(digits.magnitude)
        if scale > 0 {
            figures = String(repeating: "0", count: max(0, scale + 1 - figures.count)) + figures
            figures.insert(".", at: figures.index(figures.endIndex, offsetBy: -scale))
        }
        return digits < 0 ? "-" + figures : figures
    }

    /// Whether it is nothing, whatever the scale.
    public var isZero: Bool { digits == 0 }

    /// `self` × `other` × 10^`places`, rounded once to a whole number, halves away from zero
    /// (EN 16931 rounds a line's net amount once); nil when it does not fit 64 bits.
    public func multiplied(by other: Exact, places: Int) -> Int64? {
        Exact.rounded(Int128(digits) * Int128(other.digits), scale: scale + other.scale - places)
    }

    /// The number as an amount of minor units, or nil when it has more decimals than the currency or does not fit.
    public func minor(of currency: Currency) -> Int64? {
        let shift = currency.digits - scale
        if shift >= 0 { return Exact.rounded(Int128(digits), scale: -shift) }
        var rest = digits
        for _ in 0..<(-shift) {
            guard rest.isMultiple(of: 10) else { return nil }
            rest /= 10
        }
        return rest
    }

    /// `value` × 10^-`scale`, rounded to a whole number, halves away from zero; nil when it does not fit 64 bits.
    static func rounded(_ value: Int128, scale: Int) -> Int64? {
        var value = value
        if scale < 0 {
            for _ in 0..<(-scale) {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
            return Int64(exactly: value)
        }
        var divisor: Int128 = 1
        for _ in 0..<scale { divisor *= 10 }
        let half = divisor / 2
        let away = value >= 0 ? value + half : value - half
        return Int64(exactly: away / divisor)
    }
}
