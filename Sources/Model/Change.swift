/// What an action changed, as far as pages may show it. `Site.pages(showing:)` alone knows which pages do.
public enum Change: Sendable, Hashable {
    /// Settings, templates, words, content: every page of the agency.
    case everything
    /// The client itself, or which views of it exist.
    case client(ID<Client>)
    /// The case itself: title, status, summary.
    case caseRecord(ID<Client>, ID<Case>)
    /// The case's history.
    case events(ID<Client>, ID<Case>)
    /// A document that contacts may see was added or published, or one that they saw went away.
    case documents(ID<Client>, ID<Case>)
    /// An invoice or its payments.
    case invoice(ID<Client>, ID<Invoice>)
    /// A message was written or withdrawn.
    case messages(ID<Client>, ID<Case>)
    /// Papers were asked for, or how they stand changed.
    case requests(ID<Client>, ID<Case>)
    /// The promises were proved anew.
    case proof
    /// A version of a privacy policy was announced, or came into force.
    case policies
    /// An incident was opened, or more is known of one.
    case incidents
    /// The owners were told that an authority got an answer.
    case disclosures

    /// The client that changed, or whose part did; nil when it is the whole agency.
    public var client: ID<Client>? {
        switch self {
        case .everything, .proof, .policies, .incidents, .disclosures: nil
        case .client(let client): client
        case .caseRecord(let client, _), .events(let client, _), .documents(let client, _), .invoice(let client, _): client
        case .messages(let client, _), .requests(let client, _): client
        }
    }
}

/// One page of an agency, whatever its view: what is marked stale.
public enum Page: Sendable, Hashable {
    case home(ID<Client>)
    case cases(ID<Client>)
    case caseRecord(ID<Client>, ID<Case>)
    case invoices(ID<Client>)
    case invoice(ID<Client>, ID<Invoice>)
    case documents(ID<Client>)
    /// Every page of the client, in every view.
    case whole(ID<Client>)
    /// `privacy`, `privacy/platform`, `privacy/processors`, `privacy/security`, `cookies`, `privacy/proof`.
    case shared(String)
    /// Every page: the mark `*`.
    case all

    /// As the table of stale marks writes it.
    public var key: String {
        switch self {
        case .home(let client): "home \(client)"
        case .cases(let client): "cases \(client)"
        case .caseRecord(let client, let id): "case \(client) \(id)"
        case .invoices(let client): "invoices \(client)"
        case .invoice(let client, let id): "invoice \(client) \(id)"
        case .documents(let client): "documents \(client)"
        case .whole(let client): "client \(client)"
        case .shared(let name): "shared \(name)"
        case .all: "*"
        }
    }

    /// Reads a key; nil when it is none.
    public init?(key: String) {
        // By bytes: a build reads a key for every page, and characters take ten times as long.
        let parts = key.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        switch (parts.first, parts.count) {
        case ("home", 2): self = .home(ID(parts[1]))
        case ("cases", 2): self = .cases(ID(parts[1]))
        case ("case", 3): self = .caseRecord(ID(parts[1]), ID(parts[2]))
        case ("invoices", 2): self = .invoices(ID(parts[1]))
        case ("invoice", 3): self = .invoice(ID(parts[1]), ID(parts[2]))
        case ("documents", 2): self = .documents(ID(parts[1]))
        case ("client", 2): self = .whole(ID(parts[1]))
        case ("shared", 2): self = .shared(parts[1])
        case ("*", 1): self = .all
        default: return nil
        }
    }

    /// The client whose page it is.
    public var client: ID<Client>? {
        switch self {
        case .home(let client), .cases(let client), .invoices(let client), .documents(let client), .whole(let client): client
        case .caseRecord(let client, _), .invoice(let client, _): client
        case .shared, .all: nil
        }
    }
}
