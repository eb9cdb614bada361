/// A person does not want their data used for a purpose that rests on a legitimate interest (GDPR, Article 21).
public struct Objection: Sendable, Hashable {
    /// What may be objected to.
    public enum Purpose: String, Sendable, CaseIterable {
        /// Figures of how the portal is used.
        case usage
        /// Letters about the product.
        case product
    }

    public let person: ID<Person>
    public let purpose: Purpose
    public let at: Instant

    public init(person: ID<Person>, purpose: Purpose, at: Instant) {
        (self.person, self.purpose, self.at) = (person, purpose, at)
    }
}
