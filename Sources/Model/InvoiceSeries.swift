/// A series of invoice numbers, by its pattern: `INV-{year}-{n:4}` gives `INV-2026-0001`, `INV-2026-0002`, … and begins
/// again at 1 with each year; a pattern without `{year}` counts on. The number is BT-1 of EN 16931, unique in the agency.
public struct InvoiceSeries: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case text(String)
        case year
        case count(width: Int)
    }

    /// As it was written.
    public let pattern: String
    private let parts: [Part]

    /// Reads a pattern: text without braces or controls, at most one `{year}` and exactly one `{n}` or `{n:WIDTH}` (1 to
    /// 12, filled with zeros); its numbers keep within 40 characters. Nil for anything else.
    public init?(_ pattern: String) {
        var parts: [Part] = []
        var rest = pattern[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}"),
                let part = InvoiceSeries.part(rest[rest.index(after: open)..<close])
            else { return nil }
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        let counts = parts.filter { if case .count = $0 { true } else { false } }.count
        guard counts == 1, parts.filter({ $0 == .year }).count <= 1,
            pattern.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        (self.pattern, self.parts) = (pattern, parts)
        guard number(9_999_999_999, year: 9999).count <= 40 else { return nil }
    }

    /// Whether counting begins again each year.
    public var isYearly: Bool { parts.contains(.year) }

    /// The number with that count.
    ///
    /// - Parameter count: from 1; wider than the pattern's width it is written in full.
    public func number(_ count: Int64, year: Int) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .year: InvoiceSeries.padded(String(year), 4)
            case .count(let width): InvoiceSeries.padded(String(count), width)
            }
        }.joined()
    }

    /// The year (nil when the pattern has none) and count of a number that this series could have given; nil for others.
    public func reading(_ number: String) -> (year: Int?, count: Int64)? {
        var rest = number[...]
        var year: Int?
        var count: Int64?
        for (index, part) in parts.enumerated() {
            switch part {
            case .text(let text):
                guard rest.hasPrefix(text) else { return nil }
                rest = rest.dropFirst(text.count)
            case .year:
                guard let read = InvoiceSeries.digits(rest.prefix(4)), rest.count >= 4 else { return nil }
                (year, rest) = (Int(read), rest.dropFirst(4))
            case .count:
                // A year that stands right behind the count leaves its own four figures.
                let figures = rest.prefix { $0.isASCII && $0.isNumber }
                let kept = index + 1 < parts.count && parts[index + 1] == .year ? 4 : 0
                guard figures.count > kept, let read = InvoiceSeries.digits(figures.dropLast(kept)) else { return nil }
                (count, rest) = (read, rest.dropFirst(figures.count - kept))
            }
        }
        guard rest.isEmpty, let count, count > 0, self.number(count, year: year ?? 0) == number else { return nil }
        return (year, count)
    }

    /// The name of the counter that holds the last count given.
    public func counter(year: Int) -> String {
        "invoice " + (isYearly ? pattern.replacing("{year}", with: InvoiceSeries.padded(String(year), 4)) : pattern)
    }

    private static func part(_ name: Substring) -> Part? {
        if name == "year" { return .year }
        if name == "n" { return .count(width: 1) }
        guard name.hasPrefix("n:"), let width = digits(name.dropFirst(2)), (1...12).contains(width) else { return nil }
        return .count(width: Int(width))
    }

    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(text) : nil
    }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
