public import Foundation
public import Model
import Synchronization

/// How a page's language writes dates, times, money, numbers and sizes. Made once for a language and an agency; the same
/// value gives the same text on any thread.
public struct Formats: Sendable {
    /// The page's language, with the region of the agency's locale where that is the same language: `en_GB`, `lt`.
    public let locale: Locale
    private let zone: TimeZone
    private let long: Date.FormatStyle
    private let short: Date.FormatStyle
    private let clock: Date.FormatStyle
    private let numbers = Memo<NumberKind, NumberWriter?>()
    private let longDays = Memo<Day, String>()
    private let shortDays = Memo<Day, String>()
    private let sizes = Memo<Size, String>()
    private let countries = Memo<String, String>()

    private enum NumberKind: Hashable, Sendable {
        case plain, percent
        case currency(String)
    }

    private struct Size: Hashable, Sendable {
        let bytes: Int64
        let style: ByteCountFormatStyle.Style
    }

    /// Numbers and money as somebody of a locale reads them; days and times as in UTC.
    public init(_ locale: Locale) {
        self.init(
            language: locale.language.languageCode?.identifier ?? "en", agencyLocale: locale.identifier, zone: Formats.utc)
    }

    /// - Parameters:
    ///   - language: of the page, such as `lt`.
    ///   - agencyLocale: the agency's, such as `lt_LT`.
    ///   - zone: the agency's; instants are told in it.
    public init(language: String, agencyLocale: String, zone: TimeZone) {
        let own = agencyLocale.replacing("-", with: "_")
        locale = Locale(identifier: own.hasPrefix(language + "_") ? own : language)
        self.zone = zone
        let day = Date.FormatStyle(locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: Formats.utc)
        long = day.year().month(.wide).day()
        short = day.year().month(.abbreviated).day()
        clock = Date.FormatStyle(locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: zone)
            .hour(.twoDigits(amPM: .abbreviated)).minute(.twoDigits)
    }

    private static let utc = TimeZone(secondsFromGMT: 0) ?? .current

    /// `ltr` or `rtl`.
    public var direction: String {
        locale.language.characterDirection == .rightToLeft ? "rtl" : "ltr"
    }

    /// Whether people there print on US Letter.
    public var paper: String {
        ["US", "CA", "MX", "PH", "CL", "CO"].contains(locale.region?.identifier ?? "") ? "letter" : "a4"
    }

    /// Several things, any of which will do: `PDF, photo or text`.
    public func either(_ things: [String]) -> String {
        things.formatted(.list(type: .or, width: .standard).locale(locale))
    }

    /// A day in words: `22 November 2026`, `2026 m. lapkričio 22 d.`. What belongs to a number stays in its line.
    public func day(_ day: Day) -> String {
        longDays.value(day) {
            let text = long.format(Formats.date(day))
            guard locale.language.languageCode == .lithuanian else { return text }
            return text.replacing(" m.", with: "\u{A0}m.").replacing(" d.", with: "\u{A0}d.")
        }
    }

    /// A day as it stands in tables: `Nov 22, 2026`, `2026-11-22`.
    public func shortDay(_ day: Day) -> String { shortDays.value(day) { short.format(Formats.date(day)) } }

    /// The day of an instant, in the agency's time zone.
    public func day(of instant: Instant) -> Day { Day(instant, in: zone) }

    /// The time of day in the agency's time zone, to the minute.
    public func time(_ instant: Instant) -> String {
        clock.format(Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }

    /// Day and time of day in the agency's time zone.
    public func moment(_ instant: Instant) -> String { day(day(of: instant)) + ", " + time(instant) }

    /// An amount with its currency, with as many decimals as the currency has.
    public func money(_ money: Money) -> String {
        price(Exact(digits: money.minor, scale: money.currency.digits), money.currency)
    }

    /// A unit price: all decimals that were written, at least those of the currency.
    public func price(_ price: Exact, _ currency: Currency) -> String {
        written(price, least: currency.digits, as: .currency(currency.code))
    }

    /// A number without needless zeros.
    public func number(_ number: Exact) -> String { written(number, least: 0, as: .plain) }

    /// A rate in per cent: 21 is `21%` or `21 %`.
    public func percent(_ rate: Exact) -> String { written(rate, least: 0, as: .percent) }

    private func written(_ number: Exact, least: Int, as kind: NumberKind) -> String {
        let writer = numbers.value(kind) { NumberWriter { icu($0, least: $1, as: kind) } }
        return writer?.text(number, least: least) ?? icu(number, least: least, as: kind)
    }

    /// The number as ICU writes it.
    private func icu(_ number: Exact, least: Int, as kind: NumberKind) -> String {
        let decimals = least...max(least, number.scale)
        let value = Formats.decimal(number)
        return switch kind {
        case .plain: Decimal.FormatStyle(locale: locale).precision(.fractionLength(decimals)).format(value)
        case .percent:
            Decimal.FormatStyle.Percent(locale: locale).scale(1).precision(.fractionLength(decimals)).format(value)
        case .currency(let code):
            Decimal.FormatStyle.Currency(code: code, locale: locale).precision(.fractionLength(decimals)).format(value)
        }
    }

    /// The name of a country by its ISO 3166-1 code; the code itself when it is none.
    public func country(_ code: String) -> String {
        guard code.utf8.count == 2 else { return code }
        return countries.value(code) { locale.localizedString(forRegionCode: code) ?? code }
    }

    /// Bytes in people's words: `1.2 MB`.
    public func size(_ bytes: Int64) -> String { size(Size(bytes: bytes, style: .file)) }

    /// A limit, which is a power of two: 2 GiB is `2 GB`.
    public func limit(_ bytes: Int64) -> String { size(Size(bytes: bytes, style: .memory)) }

    private func size(_ size: Size) -> String {
        sizes.value(size) {
            ByteCountFormatStyle(style: size.style, spellsOutZero: false, locale: locale).format(size.bytes)
        }
    }

    private static func date(_ day: Day) -> Date { Date(timeIntervalSince1970: Double(day.count) * 86_400) }

    private static func decimal(_ exact: Exact) -> Decimal {
        let sign: FloatingPointSign = exact.digits < 0 ? .minus : .plus
        return Decimal(sign: sign, exponent: -exact.scale, significand: Decimal(exact.digits.magnitude))
    }
}

/// The formats made so far.
final class FormatsCache: Sendable {
    private struct Key: Hashable {
        let language: String
        let locale: String
        let zone: String
    }

    private let made = Mutex<[Key: Formats]>([:])

    func formats(language: String, agency: Agency) -> Formats {
        made.withLock { made in
            let key = Key(language: language, locale: agency.locale, zone: agency.timeZone)
            if let known = made[key] { return known }
            let new = Formats(language: language, agencyLocale: agency.locale, zone: agency.zone)
            made[key] = new
            return new
        }
    }
}
