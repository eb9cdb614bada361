/// A correction that somebody asks for: what the agency's records say of a client, and what they should say.
public struct RequestChange: Hashable, Sendable {
    /// What of a client its contacts can have corrected.
    public enum Field: String, Sendable, CaseIterable {
        case name, email, phone, address, city, postcode, vat

        /// Where it stands in a client.
        public var place: WritableKeyPath<Client, String> {
            switch self {
            case .name: \.name
            case .email: \.email
            case .phone: \.phone
            case .address: \.address
            case .city: \.city
            case .postcode: \.postcode
            case .vat: \.vat
            }
        }
    }

    /// Whose record it is.
    public let client: ID<Client>
    /// What of it.
    public let field: Field
    /// What stood there when it was asked for; once it is carried out, what it replaced.
    public var old: String
    /// What it should say.
    public let new: String

    /// - Parameter old: what the record says now.
    public init(client: ID<Client>, field: Field, old: String, new: String) {
        (self.client, self.field, self.old, self.new) = (client, field, old, new)
    }
}
