/// Who asks, as a session or the command line knows them.
public enum Actor: Sendable, Hashable {
    /// The agency's own people.
    case staff(ID<Person>, Role)
    /// A client's contact person.
    case contact(ID<Person>)
    /// Whoever has the command line; no account.
    case `operator`
    /// The program itself (sweeps, midnight).
    case system
    /// Nobody signed in.
    case visitor

    /// As the audit log writes it: an id or one word.
    public var auditName: String {
        switch self {
        case .staff(let person, _), .contact(let person): person.text
        case .operator: "operator"
        case .system: "system"
        case .visitor: "visitor"
        }
    }

    /// Who it is; nil for the operator, the program, and whoever has no account.
    public var person: ID<Person>? {
        switch self {
        case .staff(let person, _), .contact(let person): person
        case .operator, .system, .visitor: nil
        }
    }
}

/// What one person may do with one client: decided here and nowhere else.
public enum Access: Sendable, Hashable {
    /// May not know that the client exists.
    case none
    /// Reads and uploads with these rights, in this view.
    case contact(View)
    /// Sees everything of the client.
    case staff

    /// - Parameters:
    ///   - contact: the person's contact row for the client, if there is one.
    ///   - isAssigned: whether an agent is assigned to the client.
    ///   - agentsSeeAll: the agency's setting.
    public init(role: Role, contact: Contact?, isAssigned: Bool, agentsSeeAll: Bool) {
        switch role {
        case .owner, .admin: self = .staff
        case .agent: self = agentsSeeAll || isAssigned ? .staff : .none
        case .contact: self = contact.map { .contact($0.view) } ?? .none
        }
    }

    /// Whether documents with this visibility may be opened.
    public func maySee(_ visibility: Visibility) -> Bool {
        switch self {
        case .none: false
        case .contact(let view): visibility == .client && view.rights.contains(.documents)
        case .staff: true
        }
    }

    /// Whether messages on a case may be read and written, and requests for papers read.
    public var mayWrite: Bool {
        switch self {
        case .none: false
        case .contact(let view): view.rights.contains(.cases)
        case .staff: true
        }
    }

    /// What of the client may be seen.
    public var rights: Rights {
        switch self {
        case .none: []
        case .contact(let view): view.rights
        case .staff: .all
        }
    }

    /// Whether the client's cases may be known.
    public var maySeeCases: Bool {
        switch self {
        case .none: false
        case .contact(let view): view.rights.contains(.cases)
        case .staff: true
        }
    }

    /// Whether documents may be brought to a case.
    public var mayUpload: Bool {
        switch self {
        case .none: false
        case .contact(let view): view.rights.isSuperset(of: [.cases, .documents])
        case .staff: true
        }
    }
}
