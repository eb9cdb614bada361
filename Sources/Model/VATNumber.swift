/// The number by which a state of the European Union knows who charges value added tax (Directive 2006/112/EC, Articles 214 and 215;
/// BT-31 and BT-48 of EN 16931): two letters of the country, and what that country puts behind them.
public enum VATNumber {
    /// A number as it is written without what people put between: `lt 1000 1234 5678` is `LT100012345678`. What begins with no such
    /// country is left as it is: other states have other numbers.
    /// - Returns: nil when it begins with a country of the Union and goes on as no number there does.
    public static func read(_ text: String) -> String? {
        let bare = String(text.uppercased().filter { !" .-\u{A0}".contains($0) })
        guard let rule = rules[String(bare.prefix(2))], bare.dropFirst(2).contains(where: \.isNumber) else { return text }
        return (try? Regex(rule).wholeMatch(in: bare.dropFirst(2))) == nil ? nil : bare
    }

    /// What stands behind the letters (VIES, "structure of the VAT identification numbers"). Greece is EL, Northern Ireland XI.
    private static let rules: [String: String] = [
        "AT": #"U\d{8}"#, "BE": #"[01]\d{9}"#, "BG": #"\d{9,10}"#, "CY": #"\d{8}[A-Z]"#, "CZ": #"\d{8,10}"#, "DE": #"\d{9}"#,
        "DK": #"\d{8}"#, "EE": #"\d{9}"#, "EL": #"\d{9}"#, "ES": #"[A-Z0-9]\d{7}[A-Z0-9]"#, "FI": #"\d{8}"#,
        "FR": #"[A-Z0-9]{2}\d{9}"#, "HR": #"\d{11}"#, "HU": #"\d{8}"#, "IE": #"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}"#, "IT": #"\d{11}"#,
        "LT": #"\d{9}|\d{12}"#, "LU": #"\d{8}"#, "LV": #"\d{11}"#, "MT": #"\d{8}"#, "NL": #"[A-Z0-9+*]{12}"#, "PL": #"\d{10}"#,
        "PT": #"\d{9}"#, "RO": #"\d{2,10}"#, "SE": #"\d{12}"#, "SI": #"\d{8}"#, "SK": #"\d{10}"#,
        "XI": #"\d{9}|\d{12}|GD\d{3}|HA\d{3}"#,
    ]
}
