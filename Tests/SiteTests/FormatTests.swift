import Foundation
import Model
import Testing

@testable import Site

struct FormatTests {
    private func formats(_ language: String, _ locale: String) -> Formats {
        Formats(language: language, agencyLocale: locale, zone: TimeZone(identifier: "Europe/Vilnius") ?? .gmt)
    }

    private func money(_ minor: Int64, _ code: String) -> Money {
        Money(minor: minor, currency: Currency(code) ?? Demo.euro)
    }

    @Test func `the region of the agency's locale counts only where it is the page's language`() {
        #expect(formats("en", "en_GB").locale.identifier == "en_GB")
        #expect(formats("en", "en-GB").locale.identifier == "en_GB")
        #expect(formats("en", "lt_LT").locale.identifier == "en")
        #expect(formats("lt", "lt_LT").locale.identifier == "lt_LT")
    }

    @Test(arguments: [
        ("lt", "lt", "2026\u{A0}m. lapkričio 3\u{A0}d."), ("en", "en_GB", "3 November 2026"), ("en", "en_US", "November 3, 2026"),
    ])
    func `days are written as the language writes them`(_ language: String, _ locale: String, _ expected: String) {
        #expect(formats(language, locale).day(Demo.day("2026-11-03")) == expected)
    }

    @Test(
        arguments: [
            ("lt", "lt", 121_000, "EUR", "1 210,00 €"), ("en", "en_GB", 121_000, "EUR", "€1,210.00"),
            ("en", "en", 5, "JPY", "¥5"), ("en", "en", 1_234_567, "KWD", "KWD 1,234.567"), ("en", "en", -500, "USD", "-$5.00"),
            ("lt", "lt", 100, "HUF", "1,00 HUF"),
        ] as [(String, String, Int64, String, String)])
    func `money has as many decimals as its currency`(
        _ language: String, _ locale: String, _ minor: Int64, _ code: String, _ expected: String
    ) {
        let text = formats(language, locale).money(money(minor, code))
        #expect(text.map { $0.isWhitespace ? " " : String($0) }.joined().replacing("−", with: "-") == expected)
    }

    @Test func `amounts of any size are exact`() {
        #expect(formats("en", "en").money(money(922_337_203_685_477_587, "EUR")) == "€9,223,372,036,854,775.87")
    }

    @Test func `prices, quantities and rates keep what was written and no more`() {
        let english = formats("en", "en_GB")
        #expect(english.price(Demo.exact("0.125"), Demo.euro) == "€0.125")
        #expect(english.price(Demo.exact("120"), Demo.euro) == "€120.00")
        #expect(english.number(Demo.exact("8.50")) == "8.5")
        #expect(english.percent(Demo.exact("21")) == "21%")
        #expect(english.percent(Demo.exact("5.5")) == "5.5%")
    }

    @Test(arguments: [
        "en_GB", "lt_LT", "de_DE", "de_AT", "de_CH", "fr_FR", "pl_PL", "es_ES", "hi_IN", "ar_EG", "sv_SE", "ja_JP", "he_IL",
    ])
    func `numbers are written as ICU writes them, whoever writes the digits`(_ name: String) {
        let language = String(name.prefix(2))
        let (formats, locale) = (formats(language, name), Locale(identifier: name))
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let digits = Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
            let number = Exact(digits: digits, scale: Int.random(in: 0...9, using: &random))
            let value = Decimal(string: number.text) ?? 0
            #expect(
                formats.number(number)
                    == Decimal.FormatStyle(locale: locale).precision(.fractionLength(0...number.scale)).format(value))
            #expect(
                formats.percent(number)
                    == Decimal.FormatStyle.Percent(locale: locale).scale(1).precision(.fractionLength(0...number.scale))
                    .format(value))
            for code in ["EUR", "JPY", "KWD", "HUF"] {
                let currency = money(0, code).currency
                let decimals = currency.digits...max(currency.digits, number.scale)
                #expect(
                    formats.price(number, currency)
                        == Decimal.FormatStyle.Currency(code: code, locale: locale).precision(.fractionLength(decimals))
                        .format(value))
            }
        }
    }

    @Test(arguments: ["en_GB", "lt_LT", "de_DE", "es_ES", "pl_PL", "fr_FR"])
    func `the marks of a locale are learned, not asked for each time`(_ name: String) {
        let locale = Locale(identifier: name)
        let style = Decimal.FormatStyle(locale: locale)
        #expect(
            NumberWriter { number, least in
                style.precision(.fractionLength(least...max(least, number.scale))).format(Decimal(string: number.text) ?? 0)
            } != nil)
    }

    @Test func `instants are told in the agency's time zone`() {
        let instant = Instant(milliseconds: 1_792_447_200_000)  // 2026-10-19 22:00 UTC
        let lithuanian = formats("lt", "lt")
        #expect(lithuanian.day(of: instant) == Demo.day("2026-10-20"))
        #expect(lithuanian.time(instant) == "01:00")
    }

    @Test func `sizes are in people's words`() {
        #expect(formats("en", "en_GB").size(2_413_000) == "2.4 MB")
        #expect(formats("en", "en_GB").limit(2 << 30) == "2 GB")
    }

    @Test func `a day is the same day whatever the zone of the machine`() {
        for text in ["1999-12-31", "2024-02-29", "2026-03-29", "2026-10-25", "2026-01-01"] {
            #expect(formats("lt", "lt").shortDay(Demo.day(text)) == text)
        }
    }
}

extension Demo {
    /// The euro, by way of an invoice, which always has a currency.
    static let euro: Currency = {
        var codes = ["EUR"].compactMap { Currency($0) }
        return codes.removeFirst()
    }()
}
