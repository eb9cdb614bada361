import Foundation
import Model

/// From a text to a value: one place for each rule, whether a form or a folder of CSV brings the text.
enum Rule {
    /// One line of text without control characters, trimmed, at most `most` characters. Empty is taken.
    static func line(_ raw: String, most: Int = 300) throws(Flaw) -> String {
        if raw.isPlainLine, raw.utf8.count <= most { return raw }
        let value = raw.trimmingCharacters(in: .whitespacesAndNewlines)
        guard value.count <= most else { throw .long(most: most) }
        // A letter can carry any number of marks: bytes have a bound too.
        guard value.utf8.count <= most * 8 else { throw .long(most: most) }
        guard !value.unicodeScalars.contains(where: isUnseen) else { throw .control }
        return value
    }

    /// Control characters (C0, DEL, C1), line and paragraph separators, and what turns the direction of all that follows (UAX #9:
    /// embeddings, overrides, isolates): in one line they only deceive. Marks of direction (U+200E, U+200F) are part of writing.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xE0001: true
        default: false
        }
    }

    /// Text of several lines (Markdown, notes): line ends as LF; tabs are the only other control characters.
    static func body(_ raw: String) throws(Flaw) -> String {
        if raw.hasOnlyLines { return raw }
        let value = raw.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard !value.unicodeScalars.contains(where: { $0.value < 32 && $0.value != 9 && $0.value != 10 || $0.value == 127 })
        else { throw .controlBody }
        return value
    }

    /// An e-mail address in its one spelling: trimmed, lower case. Empty is taken.
    static func email(_ raw: String) throws(Flaw) -> String {
        let value = Email.normal(raw)
        guard value.isEmpty || Email.isAddress(value) else { throw .email }
        return value
    }

    /// A name that may stand in a path.
    static func slug(_ raw: String) throws(Flaw) -> Slug {
        guard let slug = Slug(raw) else { throw .slug }
        return slug
    }

    /// `YYYY-MM-DD`, as date fields send it in every language; what is no day of anybody's work is a slip of the hand.
    static func day(_ raw: String) throws(Flaw) -> Day {
        guard let day = Day(raw), ("1900-01-01"..<"2200-01-01").contains(raw) else { throw .day }
        return day
    }

    /// Digits with a point, as files write them. People's own spelling reads `DecimalText`.
    static func number(_ raw: String) throws(Flaw) -> Exact {
        guard let number = Exact(raw) else { throw .number }
        return number
    }

    /// A code of ISO 4217, in capitals.
    static func currency(_ raw: String) throws(Flaw) -> Currency {
        guard let currency = Currency(raw), Currencies.codes.contains(currency.code) else { throw .currency }
        return currency
    }

    /// A code of ISO 3166-1, in capitals. Empty is taken.
    static func country(_ raw: String) throws(Flaw) -> String {
        guard raw.isEmpty || Countries.codes.contains(raw) else { throw .country }
        return raw
    }

    /// One of the cases of an enumeration, by its word.
    static func word<Word: RawRepresentable & CaseIterable>(_ raw: String, _: Word.Type = Word.self) throws(Flaw) -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: raw) else { throw .word(known: Word.allCases.map(\.rawValue)) }
        return word
    }

    /// One of the languages that there are words for. Empty is taken.
    static func language(_ raw: String, of known: [String]) throws(Flaw) -> String {
        guard raw.isEmpty || known.contains(raw) else { throw .word(known: known) }
        return raw
    }

    /// ISO 13616: the number, with its country and check digits moved to the end and letters as 10 to 35, is 1 modulo 97.
    /// Spaces fall away. Empty is taken.
    static func iban(_ raw: String) throws(Flaw) -> String {
        let number = Array(raw.uppercased().utf8.filter { $0 != UInt8(ascii: " ") })
        if number.isEmpty { return "" }
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (15...34).contains(number.count), number.allSatisfy({ letters.contains($0) || digits.contains($0) }),
            number[0..<2].allSatisfy(letters.contains), number[2..<4].allSatisfy(digits.contains),
            Mod97.rest(number[4...] + number[..<4]) == 1
        else { throw .iban }
        return String(decoding: number, as: UTF8.self)
    }

    /// ISO 9362: four letters, a country, two characters, and three for a branch. Empty is taken.
    static func bic(_ raw: String) throws(Flaw) -> String {
        let code = raw.uppercased()
        guard code.isEmpty || code.wholeMatch(of: /[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?/) != nil else { throw .bic }
        return code
    }

    /// A number for value added tax. Empty is taken.
    static func vat(_ raw: String) throws(Flaw) -> String {
        guard let number = VATNumber.read(raw) else { throw .vat }
        return number
    }
}

extension String {
    /// Whether it is ASCII without controls and without a space at either end: what most cells of a large folder are, told
    /// by one look at each byte.
    fileprivate var isPlainLine: Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last, first != 32, last != 32 else { return false }
            return bytes.allSatisfy { (32..<127).contains($0) }
        }
    }

    /// Whether no byte is a control character but tabs and LF; what is beyond ASCII has none in UTF-8.
    fileprivate var hasOnlyLines: Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 || $0 == 10 } }
    }
}
