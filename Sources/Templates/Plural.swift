/// The plural categories of CLDR, and its rules for whole numbers (Unicode CLDR 45, supplemental/plurals.xml).
enum Plural: String, Sendable, CaseIterable, Hashable {
    case zero, one, two, few, many, other

    /// The category of a whole number in a language (`lt`, `pt_BR`); a language that is not listed counts as English does.
    init(_ count: Int, in language: String) {
        self = Plural.rule(of: language).of(Int(clamping: count.magnitude))
    }

    /// The categories that whole numbers need in a language.
    static func needed(in language: String) -> [Plural] {
        // Every rule repeats itself below 200, but for the round millions of Romance languages, which may go without.
        let categories = Set((0...200).map(rule(of: language).of))
        return allCases.filter { categories.contains($0) || $0 == .other }
    }

    private struct Rule: Sendable {
        let of: @Sendable (Int) -> Plural
    }

    private static func rule(of language: String) -> Rule {
        let code = language.prefix { $0 != "_" && $0 != "-" }.lowercased()
        return rules[code] ?? Rule { $0 == 1 ? .one : .other }
    }

    private static let rules: [String: Rule] = {
        var rules: [String: Rule] = [:]
        for (languages, rule) in families {
            for language in languages.split(separator: " ") { rules[String(language)] = Rule(of: rule) }
        }
        return rules
    }()

    private static let families: [(String, @Sendable (Int) -> Plural)] = [
        ("ja zh ko vi th id ms lo my km", { _ in .other }),
        ("fr", { $0 < 2 ? .one : isMillions($0) ? .many : .other }),
        ("pt", { $0 < 2 ? .one : isMillions($0) ? .many : .other }),
        ("es it ca", { $0 == 1 ? .one : isMillions($0) ? .many : .other }),
        ("hi fa bn am gu kn zu hy", { $0 < 2 ? .one : .other }),
        ("is mk", { $0 % 10 == 1 && $0 % 100 != 11 ? .one : .other }),
        ("lt", lithuanian),
        ("lv", latvian),
        ("ru uk be", eastSlavic),
        ("pl", polish),
        ("cs sk", { $0 == 1 ? .one : (2...4).contains($0) ? .few : .other }),
        ("hr sr bs", { eastSlavic($0) == .many ? .other : eastSlavic($0) }),
        ("sl", slovenian),
        ("ro", { $0 == 1 ? .one : $0 == 0 || (1...19).contains($0 % 100) ? .few : .other }),
        ("he", { $0 == 1 ? .one : $0 == 2 ? .two : .other }),
        ("ar", arabic),
        ("ga", { $0 == 1 ? .one : $0 == 2 ? .two : (3...6).contains($0) ? .few : (7...10).contains($0) ? .many : .other }),
        ("mt", maltese),
        ("cy", welsh),
    ]

    private static func isMillions(_ n: Int) -> Bool { n != 0 && n % 1_000_000 == 0 }

    @Sendable private static func lithuanian(_ n: Int) -> Plural {
        if (11...19).contains(n % 100) { return .other }
        return n % 10 == 1 ? .one : n % 10 >= 2 ? .few : .other
    }

    @Sendable private static func latvian(_ n: Int) -> Plural {
        if n % 10 == 0 || (11...19).contains(n % 100) { return .zero }
        return n % 10 == 1 ? .one : .other
    }

    @Sendable private static func eastSlavic(_ n: Int) -> Plural {
        if (11...14).contains(n % 100) { return .many }
        return n % 10 == 1 ? .one : (2...4).contains(n % 10) ? .few : .many
    }

    @Sendable private static func polish(_ n: Int) -> Plural {
        if n == 1 { return .one }
        return (2...4).contains(n % 10) && !(12...14).contains(n % 100) ? .few : .many
    }

    @Sendable private static func slovenian(_ n: Int) -> Plural {
        switch n % 100 {
        case 1: .one
        case 2: .two
        case 3, 4: .few
        default: .other
        }
    }

    @Sendable private static func welsh(_ n: Int) -> Plural {
        switch n {
        case 0: .zero
        case 1: .one
        case 2: .two
        case 3: .few
        case 6: .many
        default: .other
        }
    }

    @Sendable private static func arabic(_ n: Int) -> Plural {
        switch (n, n % 100) {
        case (0, _): .zero
        case (1, _): .one
        case (2, _): .two
        case (_, 3...10): .few
        case (_, 11...99): .many
        default: .other
        }
    }

    @Sendable private static func maltese(_ n: Int) -> Plural {
        switch (n, n % 100) {
        case (1, _): .one
        case (2, _): .two
        case (0, _), (_, 3...10): .few
        case (_, 11...19): .many
        default: .other
        }
    }
}
