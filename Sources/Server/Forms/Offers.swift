import Actions
import Foundation
import Model
import Site
import Templates

/// What forms offer for choice in the reader's language: languages, countries, currencies.
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

    /// Every country.
    var countries: [FormField.Option] { named(Countries.codes, formats.country) }

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
