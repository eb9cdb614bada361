/// A person does not want their data used for a purpose that rests on a legitimate interest (GDPR, Article 21).
public struct Objection: Sendable, Hashable {
    /// What may be objected to.
    public enum Purpose: String, Sendable, CaseIterable {
        /// Figures of how the portal is used.
        case usage
        /// Letters about the product.
        case product
    }

    /// Whose data it is.
    public let person: ID<Person>
    /// Against what.
    public let purpose: Purpose
    /// When they said so.
    public let at: Instant

    /// - Parameters: as the properties.
    public init(person: ID<Person>, purpose: Purpose, at: Instant) {
        (self.person, self.purpose, self.at) = (person, purpose, at)
    }
}
