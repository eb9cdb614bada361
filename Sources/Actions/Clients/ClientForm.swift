public import Model

/// What a form says of a client, read by the rules.
public struct ClientForm: Sendable, Hashable {
    /// What they are called; never empty.
    public var name: String
    /// A company or a person.
    public var kind: Client.Kind
    /// Why the agency may keep what it keeps of them.
    public var basis: Client.Basis
    /// How they are reached, and what invoices must name; empty where it is not known.
    public var email, phone, address, city, postcode, country, vat: String
    /// Of their pages, and of their invoices (ISO 4217); empty: the agency's.
    public var language, currency: String
    /// What its address in the portal is to be; nil: what the name suggests.
    public var slug: Slug?

    /// - Parameter languages: those that templates/words/ has.
    /// - Throws: `Refusal(.invalid)` with `fields`.
    init(_ typed: Typed, languages: [String]) throws {
        self = try typed.read { form in
            ClientForm(
                name: form.line("name", least: 1, most: 200), kind: form.word("kind"), basis: form.word("basis"),
                email: form.email("email"),
                phone: form.line("phone", most: 60), address: form.line("address"), city: form.line("city", most: 120),
                postcode: form.line("postcode", most: 20), country: form.country("country"),
                vat: form.vat("vat"), language: form.language("language", of: languages),
                currency: form.currencyIfAny("currency")?.code ?? "", slug: form.isBlank("slug") ? nil : form.slug("slug"))
        }
    }

    private init(
        name: String, kind: Client.Kind, basis: Client.Basis, email: String, phone: String, address: String, city: String,
        postcode: String,
        country: String, vat: String, language: String, currency: String, slug: Slug?
    ) {
        (self.name, self.kind, self.basis, self.email, self.phone) = (name, kind, basis, email, phone)
        (self.address, self.city, self.postcode, self.country) = (address, city, postcode, country)
        (self.vat, self.language, self.currency, self.slug) = (vat, language, currency, slug)
    }

    /// Writes it all into a client, whose slug stays.
    func fill(_ client: inout Client) {
        (client.name, client.kind, client.basis, client.email, client.phone) = (name, kind, basis, email, phone)
        (client.address, client.city, client.postcode, client.country) = (address, city, postcode, country)
        (client.vat, client.language, client.currency) = (vat, language, currency)
    }
}
