/// A company or person whom the agency serves.
public struct Client: Hashable, Sendable {
    /// A company, or one human being.
    public enum Kind: String, Sendable, CaseIterable { case company, person }

    /// Why the agency may keep what it keeps of a client (GDPR, Article 6(1)). The agency answers for it.
    public enum Basis: String, Sendable, CaseIterable {
        /// (b): it does what the client asked for.
        case contract
        /// (c): a law makes it.
        case legalDuty = "legal-duty"
        /// (a): those concerned agreed, and may take that back.
        case consent
        /// (f): its own interest, where theirs does not weigh more.
        case legitimateInterest = "legitimate-interest"
    }

    /// Its identity.
    public var id: ID<Client>
    /// Its name in addresses, for good.
    public var slug: Slug
    /// What people call it; never empty.
    public var name: String
    /// A company, or one human being.
    public var kind: Kind
    /// Why the agency may keep what it keeps of them.
    public var basis = Basis.contract
    /// Where letters go; empty: it is not known.
    public var email = ""
    /// Their telephone; empty: it is not known.
    public var phone = ""
    /// Street and number.
    public var address = ""
    /// Where they are.
    public var city = ""
    /// The code there.
    public var postcode = ""
    /// ISO 3166-1 alpha-2; empty: it is not known.
    public var country = ""
    /// The number by which they owe VAT; empty: none.
    public var vat = ""
    /// The language of its contacts who name none; empty: the agency's.
    public var language = ""
    /// ISO 4217; empty: the agency's.
    public var currency = ""
    /// Since when it is archived: its contacts open nothing of it then, and lists leave it out unless asked for. Nil: it is not.
    public var archived: Instant?
    /// Since when it is erased: nothing is left of it but the invoices that the law keeps, and whom they name. Nil: it is not.
    public var erased: Instant?

    /// What every client has; the rest may be said later.
    public init(id: ID<Client>, slug: Slug, name: String, kind: Kind) {
        (self.id, self.slug, self.name, self.kind) = (id, slug, name, kind)
    }
}
