/// Somebody whose data is processed, as restrictions and objections name them.
public enum ProcessedSubject: Hashable, Sendable {
    case client(ID<Client>)
    case person(ID<Person>)
}

/// What data is used for, where somebody can have a say in it.
public enum Processing: Sendable, Hashable, CaseIterable {
    /// Staff change it.
    case change
    /// Letters that tell what is new. What guards an account, and what the law wants said, is always sent.
    case digest
    /// Lists to work from, the search, files for spreadsheets, reports.
    case list
    /// Statistics of how the portal is used.
    case usage
    /// Letters about the product.
    case product

    /// The same as somebody objects to it, at once and by themselves; nil where there is nothing to object to by a click.
    public var objectionable: Objection.Purpose? {
        switch self {
        case .usage: .usage
        case .product: .product
        case .change, .digest, .list: nil
        }
    }

    /// What somebody objects to.
    public init(_ purpose: Objection.Purpose) {
        switch purpose {
        case .usage: self = .usage
        case .product: self = .product
        }
    }
}

/// Data that is kept and otherwise not used (GDPR, Article 18).
public struct Restriction: Hashable, Sendable {
    /// Why, by the letters of Article 18(1).
    public enum Reason: String, Sendable, CaseIterable {
        /// Its accuracy is contested, until that is verified.
        case accuracy = "a"
        /// It should be erased, and the person wants it kept.
        case unlawful = "b"
        /// The agency needs it no longer, the person does for a claim.
        case claims = "c"
        /// The person objects, until it is decided.
        case objection = "d"
    }

    /// Its identity.
    public var id: ID<Restriction>
    /// Whose data.
    public var subject: ProcessedSubject
    /// Why.
    public var reason: Reason
    /// What staff said of it.
    public var words: String
    /// Since when.
    public var since: Instant
    /// When those concerned were told that it will end (Article 18(3)).
    public var told: Instant?
    /// When it was lifted; nil: it is in force.
    public var lifted: Instant?

    /// A restriction that comes into force.
    public init(id: ID<Restriction>, subject: ProcessedSubject, reason: Reason, words: String, since: Instant) {
        (self.id, self.subject, self.reason, self.words, self.since) = (id, subject, reason, words, since)
    }
}
