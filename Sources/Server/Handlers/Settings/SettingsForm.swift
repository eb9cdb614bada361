import Actions
import Model
import Site
import Templates

/// The fields of the settings.
struct SettingsForm {
    /// Settings that belong together.
    struct Group: Sendable {
        let title: String
        let keys: [String]
    }

    /// Keys of words/ and of the settings.
    static let groups = [
        Group(
            title: "settings.group.name",
            keys: ["name", "legal_name", "address", "city", "postcode", "country", "email", "phone"]),
        Group(
            title: "settings.group.money",
            keys: ["company_code", "vat", "iban", "bic", "currency", "invoice_series", "payment_reference"]),
        Group(title: "settings.group.place", keys: ["locale", "time_zone", "host"]),
        Group(title: "settings.group.people", keys: ["agents_see_all", "second_factor"]),
        Group(title: "settings.group.privacy", keys: ["analytics"]),
    ]

    private let agency: Agency
    private let words: Words
    private let offers: Offers

    init(_ agency: Agency, _ manager: ManagerSession) {
        (self.agency, words, offers) = (agency, manager.signedIn.words, Offers(manager.signedIn))
    }

    func section(_ group: Group) -> Form.Section {
        Form.Section(words.text(group.title), fields: group.keys.map(field))
    }

    private func field(_ key: String) -> FormField {
        switch key {
        case "name": .text(key, words.text("settings.name"), agency.name, isRequired: true, autocomplete: "organization")
        case "legal_name":
            .text(key, words.text("settings.legal-name"), agency.legalName, hint: words.text("settings.legal-name.hint"))
        case "address": .text(key, words.text("settings.address"), agency.address, autocomplete: "address-line1")
        case "city": .text(key, words.text("settings.city"), agency.city, autocomplete: "address-level2", width: "half")
        case "postcode": .text(key, words.text("settings.postcode"), agency.postcode, autocomplete: "postal-code", width: "short")
        case "country":
            .choice(
                key, words.text("settings.country"), agency.country, [FormField.Option("", "–")] + offers.countries, width: "half"
            )
        case "email":
            .text(key, words.text("settings.email"), agency.email, kind: .email, hint: words.text("settings.email.hint"))
        case "phone": .text(key, words.text("settings.phone"), agency.phone, kind: .tel, autocomplete: "tel")
        case "company_code": .text(key, words.text("settings.company-code"), agency.companyCode, width: "half")
        case "vat": .text(key, words.text("settings.vat"), agency.vat, width: "half")
        case "iban": .text(key, words.text("settings.iban"), agency.iban, hint: words.text("settings.iban.hint"))
        case "bic": .text(key, words.text("settings.bic"), agency.bic, width: "half")
        case "currency":
            .choice(key, words.text("settings.currency"), agency.currency, offers.currencies, isRequired: true, width: "half")
        case "invoice_series":
            .text(
                key, words.text("settings.series"), agency.invoiceSeries,
                hint: words.text("settings.series.hint", ["example": "INV-{year}-{n:4}"]), isRequired: true)
        case "locale":
            .choice(
                key, words.text("settings.locale"), agency.locale, offers.locales, hint: words.text("settings.locale.hint"),
                isRequired: true, width: "half")
        case "time_zone":
            .choice(
                key, words.text("settings.time-zone"), agency.timeZone, offers.zones,
                hint: words.text("settings.time-zone.hint"), isRequired: true, width: "half")
        case "host": .text(key, words.text("settings.host"), agency.host, hint: words.text("settings.host.hint"))
        case "payment_reference":
            .choice(
                key, words.text("settings.payment-reference"), agency.paymentReference,
                [
                    FormField.Option("rf", words.text("settings.payment-reference.rf")),
                    FormField.Option("number", words.text("settings.payment-reference.number")),
                ], kind: .radios)
        case "second_factor":
            .choice(
                key, words.text("settings.second-factor"), agency.secondFactor.rawValue,
                [
                    FormField.Option("off", words.text("settings.second-factor.off")),
                    FormField.Option("staff", words.text("settings.second-factor.staff")),
                ], kind: .radios)
        case "analytics":
            .choice(
                key, words.text("settings.analytics"), agency.analytics ? "true" : "false",
                [
                    FormField.Option("false", words.text("settings.analytics.no")),
                    FormField.Option("true", words.text("settings.analytics.yes")),
                ], kind: .radios)
        default:
            .choice(
                key, words.text("settings.agents-see-all"), agency.agentsSeeAll ? "true" : "false",
                [
                    FormField.Option("true", words.text("settings.agents-see-all.yes")),
                    FormField.Option("false", words.text("settings.agents-see-all.no")),
                ], kind: .radios)
        }
    }
}
