public import Foundation

/// The agency itself, as its own settings describe it (agency.csv, `agency set`).
public struct Agency: Hashable, Sendable {
    /// Its identity.
    public var id: ID<Agency>
    /// Its name in addresses.
    public var slug: Slug
    /// What people call it.
    public var name: String
    /// The company's name on invoices; empty: the same.
    public var legalName: String
    /// Street and number.
    public var address: String
    /// Where it is.
    public var city: String
    /// The code there.
    public var postcode: String
    /// ISO 3166-1 alpha-2, such as `LT`.
    public var country: String
    /// The number of the company in its register.
    public var companyCode: String
    /// The number by which VAT is owed.
    public var vat: String
    /// Where payments go.
    public var iban: String
    /// The bank of that.
    public var bic: String
    /// Where answers to letters go.
    public var email: String
    /// How it is reached.
    public var phone: String
    /// A name of the IANA time zone database. "Today" is the day there.
    public var timeZone: String
    /// A locale such as `lt` or `en_GB`: its language is that of the public pages and of the staff.
    public var locale: String
    /// ISO 4217: what new invoices are in.
    public var currency: String
    /// The pattern of invoice numbers: `INV-{year}-{n:4}`.
    public var invoiceSeries: String
    /// What payments name: `rf`, a creditor reference (ISO 11649) made of the invoice's number, or `number` itself.
    public var paymentReference: String
    /// A host of its own, or empty.
    public var host: String
    /// The colour of links and buttons, `#1a6b5c`; empty: ours. Pages make it readable, whatever it is.
    public var colour: String
    /// The name of its picture (see `Logo`); empty: none.
    public var logo: String
    /// Years after its closing that a case is kept; empty: until somebody deletes it.
    public var retentionCases = ""
    /// Whether agents see all clients, not only those assigned to them.
    public var agentsSeeAll: Bool
    /// Whether people are asked for a cookie by which visits that come again are counted.
    public var analytics = false
    /// Who must have a second factor.
    public var secondFactor = SecondFactorRule.off
    /// What its clients may send.
    public var uploads = UploadRules.all

    /// An agency with what every one must have; the rest is said by its settings.
    public init(id: ID<Agency>, slug: Slug, name: String) {
        (self.id, self.slug, self.name) = (id, slug, name)
        (legalName, address, city, postcode, country, companyCode) = ("", "", "", "", "", "")
        (vat, iban, bic, email, phone, host) = ("", "", "", "", "", "")
        (colour, logo) = ("", "")
        (timeZone, locale, currency, invoiceSeries, agentsSeeAll) = ("UTC", "en", "EUR", "INV-{year}-{n:4}", true)
        paymentReference = "rf"
    }

    /// The language of the locale: `lt` of `lt_LT`.
    public var language: String {
        String(locale.prefix { $0 != "_" && $0 != "-" })
    }

    /// Whether payments name the number itself.
    public var paysByNumber: Bool { paymentReference == "number" }

    /// The time zone, UTC when the name is unknown (names are checked where they enter).
    public var zone: TimeZone {
        TimeZone(identifier: timeZone) ?? TimeZone(secondsFromGMT: 0) ?? .current
    }
}
