/// Why a text is not the value that was asked for. Forms and the import say it in their own words.
enum Flaw: Error, Sendable, Hashable {
    case required
    case short(least: Int)
    case long(most: Int)
    /// A control character, or a line break where there is one line only.
    case control
    /// A control character in text of several lines.
    case controlBody
    case email, slug, day, currency, country, iban, bic, vat, language
    case number, whole
    /// More decimals than are taken.
    case places(most: Int)
    case least(String)
    case most(String)
    /// None of the words that there are.
    case word(known: [String])
    /// More rows than are taken.
    case rows(most: Int)
    /// What was chosen is not offered, or a hidden field was changed.
    case choice

    /// The end of the key in templates/words/.
    var word: String {
        switch self {
        case .required: "required"
        case .short: "short"
        case .long: "long"
        case .control: "control"
        case .controlBody: "control-body"
        case .email: "email"
        case .slug: "slug"
        case .day: "day"
        case .currency: "currency"
        case .country: "country"
        case .iban: "iban"
        case .bic: "bic"
        case .vat: "vat"
        case .language: "language"
        case .number: "number"
        case .whole: "whole"
        case .places: "places"
        case .least: "least"
        case .most: "most"
        case .word: "word"
        case .rows: "rows"
        case .choice: "choice"
        }
    }

    /// What the words name in braces.
    var arguments: [String: String] {
        switch self {
        case .short(let least): ["least": String(least)]
        case .long(let most), .rows(let most), .places(let most): ["most": String(most)]
        case .least(let least): ["least": least]
        case .most(let most): ["most": most]
        case .word(let known): ["known": known.joined(separator: ", ")]
        default: [:]
        }
    }
}
