import Model

/// Writes decimal numbers as a locale writes them, in ASCII digits and groups of three.
///
/// It learns the marks from a few numbers that ICU wrote, and is kept only when it then writes many others as ICU does:
/// ICU looks a format up for every number, which takes a hundred times as long as the digits.
struct NumberWriter: Sendable {
    private struct Ends: Sendable {
        let before, after: [UInt8]
    }

    private let positive, negative: Ends
    private let group, point: [UInt8]
    /// How many digits before the point are written without a group mark: 3, or 4 where it is `1234` and `12 345`.
    private let ungrouped: Int

    /// - Parameter icu: writes a number with that many decimals at least, and no zeros beyond them.
    /// - Returns: nil when the locale writes otherwise: other digits, other groups.
    init?(_ icu: (Exact, _ least: Int) -> String) {
        guard let (positive, group, point) = NumberWriter.marks(icu(Exact(digits: 1_234_567_891, scale: 3), 3)),
            let (negative, _, _) = NumberWriter.marks(icu(Exact(digits: -1_234_567_891, scale: 3), 3))
        else { return nil }
        (self.positive, self.negative, self.group, self.point) = (positive, negative, group, point)
        let plain = NumberWriter.separators(icu(Exact(digits: 1234, scale: 0), 0))
        ungrouped = plain.isEmpty ? 4 : 3
        guard NumberWriter.trials.allSatisfy({ text($0.number, least: $0.least) == icu($0.number, $0.least) }) else {
            return nil
        }
    }

    /// The number with that many decimals at least, and no zeros beyond them.
    func text(_ number: Exact, least: Int) -> String {
        var (digits, scale) = (number.digits.magnitude, number.scale)
        while scale > least, digits.isMultiple(of: 10) { (digits, scale) = (digits / 10, scale - 1) }
        let figures = Array(String(digits).utf8)
        let padded = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, scale + 1 - figures.count)) + figures
        let ends = number.digits < 0 ? negative : positive
        let whole = padded.count - scale
        var out = ends.before
        out.reserveCapacity(64)
        for place in 0..<whole {
            if whole > ungrouped, place > 0, (whole - place).isMultiple(of: 3) { out += group }
            out.append(padded[place])
        }
        if max(scale, least) > 0 { out += point }
        out += padded[whole...]
        for _ in scale..<max(scale, least) { out.append(UInt8(ascii: "0")) }
        return String(decoding: out + ends.after, as: UTF8.self)
    }

    /// What stands around 1234567.891 and between its digits; nil when those are others or grouped otherwise.
    private static func marks(_ text: String) -> (ends: Ends, group: [UInt8], point: [UInt8])? {
        let (bytes, between) = (Array(text.utf8), separators(text))
        guard let first = bytes.firstIndex(where: isDigit), let last = bytes.lastIndex(where: isDigit),
            bytes.filter(isDigit) == Array("1234567891".utf8)
        else { return nil }
        guard between.count == 3, between[0] == between[1] else { return nil }
        return (Ends(before: Array(bytes[..<first]), after: Array(bytes[(last + 1)...])), between[0], between[2])
    }

    /// What stands between digits.
    private static func separators(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: isDigit), let last = bytes.lastIndex(where: isDigit) else { return [] }
        return bytes[first...last].split(whereSeparator: isDigit).map(Array.init)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Numbers around every place where a mark comes or goes.
    private static let trials: [(number: Exact, least: Int)] = {
        let digits: [Int64] = [
            0, 1, -1, 10, 999, 1000, -1000, 9999, 10_000, -12_340, 99_999, 100_000, 1_234_567, 123_456_789_012, .max, .min,
        ]
        return digits.flatMap { digits in
            [(0, 0), (0, 2), (1, 0), (2, 2), (3, 2), (9, 3)].map { (Exact(digits: digits, scale: $0.0), $0.1) }
        }
    }()
}
