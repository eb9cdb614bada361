/// What a person is in an agency.
public enum Role: String, Sendable, CaseIterable, Hashable {
    case owner, admin, agent, contact

    /// Owner, admin or agent: the agency's own people.
    public var isStaff: Bool { self != .contact }

    /// Whether one who has this role looks after the agency's own people.
    public var isManager: Bool { self == .owner || self == .admin }

    /// Whether one who has this role may make somebody `role`, or change somebody who is: owners alone make and change owners.
    public func mayManage(_ role: Role) -> Bool {
        switch self {
        case .owner: role.isStaff
        case .admin: role.isStaff && role != .owner
        case .agent, .contact: false
        }
    }
}
