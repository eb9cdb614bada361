/// A privacy policy that people are told of when it changes.
public enum Policy: String, Sendable, CaseIterable {
    /// The agency's.
    case privacy
    /// The operator's, of the portal itself.
    case platform
}
