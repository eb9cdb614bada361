/// What a person is in an agency.
public enum Role: String, Sendable, CaseIterable, Hashable {
    case owner, admin, agent, contact

    /// Owner, admin or agent: the agency's own people.
    public var isStaff: Bool { self != .contact }
}
