/// Who must have a second factor: the agency's setting `second_factor`.
public enum SecondFactorRule: String, Sendable, CaseIterable, Hashable {
    /// Nobody must; everybody may.
    case off
    /// Staff must: who has none sets it up right after sign-in and can do nothing else before.
    case staff

    /// Whether a person must set one up before anything else.
    public func mustSetUp(_ person: Person) -> Bool {
        self == .staff && person.role.isStaff && !person.hasSecondFactor
    }
}
