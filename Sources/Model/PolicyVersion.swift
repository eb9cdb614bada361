/// A privacy policy as it was, is or will be in force, in one language. What stands in content/ and differs from the version in
/// force is a draft; it becomes a version when it is announced.
public struct PolicyVersion: Sendable, Hashable {
    /// How far it has come. It only ever goes on to the next.
    public enum State: String, Sendable, CaseIterable {
        /// People are told of it.
        case announced
        /// What the policy's page shows.
        case inForce = "in-force"
        /// Another one came after it, or was announced in its place.
        case superseded
    }

    /// Its identity.
    public let id: ID<PolicyVersion>
    /// Which one: the agency's, or the operator's.
    public let policy: Policy
    /// Of the text.
    public let language: String
    /// How it stands.
    public var state: State
    /// As it was written: front matter and Markdown.
    public let source: String
    /// SHA-256 of title and text, 64 hexadecimal digits.
    public let digest: String
    /// Whether it changes what people may expect: then they have thirty days.
    public let isMaterial: Bool
    /// Why it changed; empty for the first one.
    public let reason: String
    /// When it was announced.
    public let announced: Instant
    /// The agency's day of that.
    public let announcedOn: Day
    /// The first day on which it may be, and by now perhaps is, in force.
    public let from: Day
    /// When it came into force; nil: not yet, or never.
    public var began: Instant?
    /// When another took its place.
    public var ended: Instant?

    /// The version of a policy that holds for who reads a language: one in that language, else the newest in any other, because what
    /// was announced to nobody holds for nobody.
    public static func inForce(_ policy: Policy, language: String, among versions: [PolicyVersion]) -> PolicyVersion? {
        let holding = versions.filter { $0.policy == policy && $0.state == .inForce }
        return holding.first { $0.language == language }
            ?? holding.max { ($0.began ?? $0.announced, $0.id) < ($1.began ?? $1.announced, $1.id) }
    }

    /// How many days people have before a material change (C60 of the promises).
    public static let notice = 30

    /// - Parameters: as the properties.
    public init(
        id: ID<PolicyVersion>, policy: Policy, language: String, state: State, source: String, digest: String, isMaterial: Bool,
        reason: String, announced: Instant, announcedOn: Day, from: Day, began: Instant? = nil, ended: Instant? = nil
    ) {
        (self.id, self.policy, self.language, self.state) = (id, policy, language, state)
        (self.source, self.digest, self.isMaterial, self.reason) = (source, digest, isMaterial, reason)
        (self.announced, self.announcedOn, self.from) = (announced, announcedOn, from)
        (self.began, self.ended) = (began, ended)
    }
}
