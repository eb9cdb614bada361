import Foundation
import Model

/// A decimal number as people write it: `30,5`, `30.5`, `1.234,50`, `1 234,50`, `1'234.50`, `−2`, `٣٠٫٥`.
///
/// Where it stands alone, the last mark decides: it is the point, unless it can only divide thousands, or does so in the
/// writer's language. What could be two numbers in none of these ways is one.
struct DecimalText: Sendable, Hashable {
    /// What divides thousands in the writer's language; nil when that is a space, which never divides anything else.
    private let group: Character?

    init(_ locale: Locale) {
        let mark = locale.groupingSeparator?.first
        group = mark == "." || mark == "," ? mark : nil
    }

    /// The number, exactly as written.
    /// - Throws: `.number` when it is none, or has more than 18 digits, or more than 9 after the point.
    func number(_ raw: String) throws(Flaw) -> Exact {
        // Languages written from the right put marks of direction before a minus.
        let directions: Set<Unicode.Scalar> = ["\u{61C}", "\u{200E}", "\u{200F}"]
        let seen = String(String.UnicodeScalarView(raw.unicodeScalars.filter { !directions.contains($0) }))
        var text = seen.trimmingCharacters(in: .whitespacesAndNewlines)[...]
        let isNegative = text.first.map { "-−".contains($0) } ?? false
        if isNegative { text = text.dropFirst() }
        guard let parts = parts(text), let exact = Exact((isNegative ? "-" : "") + parts) else { throw .number }
        return exact
    }

    /// ASCII digits with at most one point.
    private func parts(_ text: Substring) -> String? {
        // Digits of other scripts count as digits, their marks as ours; runs of digits between the marks.
        var runs: [String] = [""]
        var marks: [Character] = []
        for character in text {
            if let digit = DecimalText.digit(character) {
                runs[runs.count - 1].append(String(digit))
            } else if let mark = DecimalText.mark(character) {
                marks.append(mark)
                runs.append("")
            } else {
                return nil
            }
        }
        // A number may begin with its point: `,5`.
        if runs.count > 1, runs[0].isEmpty { runs[0] = "0" }
        guard runs.allSatisfy({ !$0.isEmpty }) else { return nil }
        guard let point = point(of: runs, marks) else { return whole(runs, marks) }
        guard let left = whole(Array(runs[...point]), Array(marks[..<point])), point == marks.count - 1 else { return nil }
        return left + "." + runs[point + 1]
    }

    /// Which of the marks is the decimal point; nil when none is.
    private func point(of runs: [String], _ marks: [Character]) -> Int? {
        guard let last = marks.last, last != " " else { return nil }
        let place = marks.count - 1
        guard marks.filter({ $0 == last }).count == 1 else { return nil }
        // 1.234 alone: thousands where the language writes them so, else a number with three decimals.
        let mayDivide = marks.count == 1 && runs[1].count == 3 && runs[0].count <= 3 && !runs[0].hasPrefix("0")
        return mayDivide && last == group ? nil : place
    }

    /// The digits of a whole number whose marks divide thousands, all by the same one.
    private func whole(_ runs: [String], _ marks: [Character]) -> String? {
        guard Set(marks).count <= 1 else { return nil }
        if !marks.isEmpty {
            guard (1...3).contains(runs[0].count), runs.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        }
        return runs.joined()
    }

    /// The value of a decimal digit of any script.
    private static func digit(_ character: Character) -> Int? {
        guard character.unicodeScalars.count == 1, character.unicodeScalars.first?.properties.numericType == .decimal else {
            return nil
        }
        return character.wholeNumberValue
    }

    /// The mark that a character is written for: point, comma, space (which spaces and apostrophes are).
    private static func mark(_ character: Character) -> Character? {
        switch character {
        case ".": "."
        case ",", "٫": ","
        case "٬", "'", "’", " ", "\u{A0}", "\u{202F}", "\u{2009}", "\u{2007}": " "
        default: nil
        }
    }
}
