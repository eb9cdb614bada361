import Foundation
import Model
import Site

/// The settings of an agency: which there are, and what each may be. `agency set`, `agency add` and agency.csv check here.
public enum AgencySettings {
    /// Every key, in the order in which they are shown.
    public static let keys = [
        "name", "legal_name", "address", "city", "postcode", "country", "company_code", "vat", "iban", "bic", "email",
        "phone", "time_zone", "locale", "currency", "invoice_series", "payment_reference", "host", "agents_see_all",
        "second_factor", "analytics", "colour", "upload_kinds", "upload_largest", "retention_cases",
    ]

    /// The value as it is kept: trimmed, in its one spelling.
    /// - Parameter languages: those that templates/words/ has.
    /// - Throws: `Refusal(.invalid)` that names the key and what would be right.
    public static func value(_ key: String, _ text: String, languages: [String]) throws -> String {
        guard keys.contains(key) else {
            throw Refusal(
                .invalid, "refusal.setting.unknown", ["key": key, "nearest": nearest(key)], hint: "hint.setting.keys")
        }
        let value = text.trimmingCharacters(in: .whitespaces)
        guard value.utf8.count <= 300, !value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
            throw wrong("refusal.setting.text", key, text)
        }
        switch key {
        case "name": return try value.isEmpty ? refuse("refusal.setting.empty", key, text) : value
        case "country": return try country(key, value)
        case "time_zone": return try timeZone(key, value)
        case "locale": return try locale(key, value, languages)
        case "currency": return try currency(key, value)
        case "iban": return try kept(by: Rule.iban, key, value, "refusal.setting.iban")
        case "vat": return try kept(by: Rule.vat, key, value, "refusal.setting.vat")
        case "bic": return try kept(by: Rule.bic, key, value, "refusal.setting.bic")
        case "email": return try email(key, value)
        case "host": return try host(key, value)
        case "invoice_series": return try series(key, value)
        case "payment_reference": return try paymentReference(key, value)
        case "agents_see_all", "analytics": return try flag(key, value)
        case "second_factor": return try secondFactor(key, value)
        case "colour": return try colour(key, value)
        case "upload_kinds": return try uploadKinds(key, value)
        case "upload_largest": return try uploadLargest(key, value)
        case "retention_cases": return try years(key, value)
        default: return value
        }
    }

    /// Checks what is kept, when an agency is opened: data brought from elsewhere may name a language that is not here.
    static func check(_ agency: Agency, languages: [String]) throws {
        _ = try value("time_zone", agency.timeZone, languages: languages)
        _ = try value("locale", agency.locale, languages: languages)
        _ = try value("currency", agency.currency, languages: languages)
    }

    /// Whether a value may stand in records: what an archive brings was not typed here. Nothing is asked of what was never set, nor of
    /// keys that are not an agency's to choose.
    static func mayStand(_ key: String, _ value: String, languages: [String]) -> Bool {
        guard keys.contains(key), !value.isEmpty || ["name", "time_zone", "locale", "currency"].contains(key) else { return true }
        return (try? self.value(key, value, languages: languages)) != nil
    }

    private static func wrong(_ word: String, _ key: String, _ value: String, _ more: [String: String] = [:]) -> Refusal {
        Refusal(.invalid, word, ["key": key, "value": value].merging(more) { $1 })
    }

    /// The value by a rule that forms have too.
    private static func kept(
        by rule: (String) throws(Flaw) -> String, _ key: String, _ value: String, _ word: String
    ) throws -> String {
        do { return try rule(value) } catch { throw wrong(word, key, value) }
    }

    private static func refuse(_ word: String, _ key: String, _ value: String) throws -> String {
        throw wrong(word, key, value)
    }

    private static func country(_ key: String, _ value: String) throws -> String {
        try kept(by: Rule.country, key, value.uppercased(), "refusal.setting.country")
    }

    private static func timeZone(_ key: String, _ value: String) throws -> String {
        // Foundation takes GMT+3 and the like too; those have no summer time and are rarely meant.
        guard value == "UTC" || (value.contains("/") && TimeZone(identifier: value) != nil) else {
            throw wrong("refusal.setting.time-zone", key, value)
        }
        return value
    }

    private static func locale(_ key: String, _ value: String, _ languages: [String]) throws -> String {
        let parts = value.replacing("-", with: "_").split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        let region = parts.count == 2 ? parts[1] : nil
        guard (1...2).contains(parts.count), languages.contains(parts[0]), region.map(Countries.codes.contains) ?? true else {
            throw wrong("refusal.setting.locale", key, value, ["languages": languages.sorted().joined(separator: ", ")])
        }
        return parts.joined(separator: "_")
    }

    private static func currency(_ key: String, _ value: String) throws -> String {
        let code = value.uppercased()
        guard Currencies.codes.contains(code) else { throw wrong("refusal.setting.currency", key, value) }
        return code
    }

    private static func email(_ key: String, _ value: String) throws -> String {
        guard value.isEmpty || Email.isAddress(value) else {
            throw wrong("refusal.setting.email", key, value)
        }
        return value
    }

    /// RFC 1123: labels of letters, digits and hyphens, joined by points. No port: base_url's is taken.
    private static func host(_ key: String, _ value: String) throws -> String {
        let name = value.lowercased()
        let label = /[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.isEmpty || (name.utf8.count <= 253 && labels.allSatisfy { $0.wholeMatch(of: label) != nil }) else {
            throw wrong("refusal.setting.host", key, value)
        }
        return name
    }

    private static func series(_ key: String, _ value: String) throws -> String {
        let counters = value.matches(of: /\{n(:[1-9])?\}/).count
        let rest = value.replacing(/\{n(:[1-9])?\}|\{year\}/, with: "")
        guard counters == 1, InvoiceSeries(value) != nil, value.utf8.count <= 40, rest.wholeMatch(of: /[A-Za-z0-9.\/ -]*/) != nil
        else {
            throw wrong("refusal.setting.series", key, value, ["example": "INV-{year}-{n:4}"])
        }
        return value
    }

    private static func paymentReference(_ key: String, _ value: String) throws -> String {
        let word = value.isEmpty ? "rf" : value.lowercased()
        guard ["rf", "number"].contains(word) else { throw wrong("refusal.setting.payment-reference", key, value) }
        return word
    }

    /// CSS Color 4, 5.2, in its long form.
    private static func colour(_ key: String, _ value: String) throws -> String {
        if value.isEmpty { return "" }
        guard let palette = Palette(value) else { throw wrong("refusal.setting.colour", key, value) }
        return "#" + palette.colour
    }

    /// Words separated by commas or spaces; all of them are kept as none.
    private static func uploadKinds(_ key: String, _ value: String) throws -> String {
        let words = value.lowercased().split { $0 == "," || $0 == " " }.map(String.init)
        let kinds = words.compactMap(UploadKind.init)
        guard kinds.count == words.count else {
            let known = UploadKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("refusal.setting.word", key, value, ["known": known])
        }
        return UploadRules(kinds: kinds).kindsText
    }

    /// Whole MB.
    private static func uploadLargest(_ key: String, _ value: String) throws -> String {
        guard !value.isEmpty else { return "" }
        guard let number = Int(value), (1...1_000_000).contains(number) else {
            throw wrong("refusal.setting.megabytes", key, value)
        }
        return String(number)
    }

    /// Whole years, 1 to 99; empty: for ever.
    private static func years(_ key: String, _ value: String) throws -> String {
        if value.isEmpty { return "" }
        guard let years = Int(value), (1...99).contains(years) else { throw wrong("refusal.setting.years", key, value) }
        return String(years)
    }

    private static func flag(_ key: String, _ value: String) throws -> String {
        switch value.lowercased() {
        case "true", "yes", "on", "1": "true"
        case "false", "no", "off", "0": "false"
        default: throw wrong("refusal.setting.flag", key, value)
        }
    }

    private static func secondFactor(_ key: String, _ value: String) throws -> String {
        guard let rule = SecondFactorRule(rawValue: value.lowercased()) else {
            let known = SecondFactorRule.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("refusal.setting.word", key, value, ["known": known])
        }
        return rule.rawValue
    }

    /// The known key that shares the most letters at its beginning, for the sentence of the error.
    private static func nearest(_ key: String) -> String {
        func shared(_ other: String) -> Int { zip(key, other).prefix { $0 == $1 }.count }
        return keys.max { shared($0) < shared($1) } ?? ""
    }
}
