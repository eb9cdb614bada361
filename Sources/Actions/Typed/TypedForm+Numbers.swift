import Foundation
public import Model

/// Fields of numbers, as people write them in their language.
extension TypedForm {
    /// A whole number within bounds.
    public mutating func whole(_ name: String, _ bounds: ClosedRange<Int>) -> Int {
        let decimals = typed.decimals
        return ruled(name, else: bounds.lowerBound) { raw throws(Flaw) in
            guard !raw.allSatisfy(\.isWhitespace) else { throw .required }
            let number = try decimals.number(raw)
            guard number.scale == 0, let whole = Int(exactly: number.digits) else { throw .whole }
            guard whole >= bounds.lowerBound else { throw .least(String(bounds.lowerBound)) }
            guard whole <= bounds.upperBound else { throw .most(String(bounds.upperBound)) }
            return whole
        }
    }

    /// A whole number, or nil when nothing was typed.
    public mutating func wholeIfAny(_ name: String, _ bounds: ClosedRange<Int>) -> Int? {
        isBlank(name) ? nil : whole(name, bounds)
    }

    /// A decimal number: `30,5` and `30.5`, `1.234,50` and `1 234,50`.
    /// - Parameters:
    ///   - least: the smallest that is taken, if there is one.
    ///   - most: the largest.
    ///   - places: how many decimals are taken; zeros at the end do not count.
    public mutating func decimal(_ name: String, least: Exact? = nil, most: Exact? = nil, places: Int = 9) -> Exact {
        let decimals = typed.decimals
        return ruled(name, else: Exact(digits: 0, scale: 0)) { raw throws(Flaw) in
            guard !raw.allSatisfy(\.isWhitespace) else { throw .required }
            let number = try decimals.number(raw)
            guard number.shortened.scale <= places else { throw .places(most: places) }
            if let least, number.isLess(than: least) { throw .least(least.text) }
            if let most, most.isLess(than: number) { throw .most(most.text) }
            return number
        }
    }

    /// A decimal number, or nil when nothing was typed.
    public mutating func decimalIfAny(_ name: String, least: Exact? = nil, most: Exact? = nil, places: Int = 9) -> Exact? {
        isBlank(name) ? nil : decimal(name, least: least, most: most, places: places)
    }

    /// An amount of money with no more decimals than its currency has.
    /// - Parameters:
    ///   - least: the smallest that is taken, in minor units, if there is one; 1 is more than nothing.
    public mutating func money(_ name: String, in currency: Currency, least: Int64? = nil) -> Money {
        let decimals = typed.decimals
        return ruled(name, else: Money(minor: 0, currency: currency)) { raw throws(Flaw) in
            guard !raw.allSatisfy(\.isWhitespace) else { throw .required }
            let number = try decimals.number(raw)
            guard number.shortened.scale <= currency.digits else { throw .places(most: currency.digits) }
            guard let minor = number.minor(of: currency) else { throw .number }
            if let least, minor < least { throw .least(Exact(digits: least, scale: currency.digits).text) }
            return Money(minor: minor, currency: currency)
        }
    }

    /// Whether nothing was typed.
    public func isBlank(_ name: String) -> Bool { text(name).allSatisfy(\.isWhitespace) }
}

extension Exact {
    /// Without zeros at the end of its decimals.
    var shortened: Exact {
        var (digits, scale) = (digits, scale)
        while scale > 0, digits.isMultiple(of: 10) { (digits, scale) = (digits / 10, scale - 1) }
        return Exact(digits: digits, scale: scale)
    }

    /// Compares as numbers: at most 18 digits and 9 decimals each, so that 128 bits hold both.
    func isLess(than other: Exact) -> Bool {
        func raised(_ number: Exact, to scale: Int) -> Int128 {
            (number.scale..<scale).reduce(Int128(number.digits)) { value, _ in value * 10 }
        }
        let scale = max(scale, other.scale)
        return raised(self, to: scale) < raised(other, to: scale)
    }
}
