import Actions
import Foundation
import Model
import Site
import Templates

/// What forms offer for choice in the reader's language: languages, locales, countries, currencies, time zones.
struct Offers {
    let site: Site
    let language: String
    let settings: Agency
    private var formats: Formats { site.formats(language: language, agency: settings) }
    private var locale: Locale { formats.locale }

    init(_ signedIn: SignedInSession) {
        (site, language, settings) = (signedIn.site, signedIn.ownLanguage, signedIn.settings)
    }

    init(site: Site, language: String, settings: Agency) {
        (self.site, self.language, self.settings) = (site, language, settings)
    }

    /// A language by its name: `Lithuanian`.
    func language(_ code: String) -> String {
        let name = locale.localizedString(forLanguageCode: code) ?? code
        return name.prefix(1).uppercased(with: locale) + name.dropFirst()
    }

    /// The languages that there are words for.
    var languages: [FormField.Option] { named(site.languages, language) }

    /// The locales of those languages, each by language and country: `English (Ireland)`. One that is chosen is among them.
    var locales: [FormField.Option] {
        let known = Set(Locale.availableIdentifiers).union([settings.locale]).union(site.languages)
        let offered = known.filter { identifier in
            let parts = identifier.split(separator: "_").map(String.init)
            return site.languages.contains(parts[0]) && parts.count <= 2 && parts.dropFirst().allSatisfy(Countries.codes.contains)
        }
        return named(offered) { identifier in
            let parts = identifier.split(separator: "_").map(String.init)
            return parts.count == 1 ? language(parts[0]) : "\(language(parts[0])) (\(formats.country(parts[1])))"
        }
    }

    /// Every time zone of the IANA database that has a place, and UTC. One that is chosen is among them.
    var zones: [FormField.Option] {
        let places = Set(TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }).union([settings.timeZone])
        return (["UTC"] + places.subtracting(["UTC", ""]).sorted()).map { .init($0, $0) }
    }

    /// Every country; XI is one in numbers for VAT only, and no list of names has it.
    var countries: [FormField.Option] {
        named(Countries.codes) { $0 == "XI" ? site.words(language).text("country.xi") : formats.country($0) }
    }

    /// Every currency, its code first, because that is what people know.
    var currencies: [FormField.Option] {
        Currencies.codes.sorted().map { code in
            .init(code, locale.localizedString(forCurrencyCode: code).map { "\(code) · \($0)" } ?? code)
        }
    }

    private func named(_ codes: some Collection<String>, _ name: (String) -> String) -> [FormField.Option] {
        codes.map { FormField.Option($0, name($0)) }.sorted { left, right in
            let order = left.label.compare(right.label, options: [.caseInsensitive], locale: locale)
            return order == .orderedSame ? left.value < right.value : order == .orderedAscending
        }
    }
}
