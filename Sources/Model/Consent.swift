/// One decision about something that needs to be agreed to. Decisions are only ever added: the newest of a reference counts.
public struct Consent: Sendable, Hashable {
    /// What it is about.
    public enum Purpose: String, Sendable, CaseIterable {
        /// The cookie by which visits that come again are counted.
        case analytics
    }

    /// What somebody decided.
    public enum Decision: String, Sendable, CaseIterable {
        case given
        case refused
        /// What was given counts no longer.
        case withdrawn
    }

    /// Its identity.
    public let id: ID<Consent>
    /// A random text that stands for whoever decided: in their receipt, and, as long as they agree, in their cookie.
    public let reference: String
    /// Who decided, when they were signed in.
    public let person: ID<Person>?
    /// What it is about.
    public let purpose: Purpose
    /// What was decided.
    public let decision: Decision
    /// SHA-256 of what was read before deciding, 64 hexadecimal digits.
    public let notice: String
    /// The way by which it came: `form`.
    public let how: String
    /// When.
    public let at: Instant

    /// - Parameters: as the properties.
    public init(
        id: ID<Consent>, reference: String, person: ID<Person>?, purpose: Purpose, decision: Decision, notice: String,
        how: String, at: Instant
    ) {
        (self.id, self.reference, self.person, self.purpose) = (id, reference, person, purpose)
        (self.decision, self.notice, self.how, self.at) = (decision, notice, how, at)
    }
}
