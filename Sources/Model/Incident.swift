/// A breach of security that led, or may have led, to personal data being lost, altered, seen or unavailable (GDPR, Article
/// 4(12)). Every one is documented, whether or not the authority must be told (Article 33(5)).
public struct Incident: Hashable, Sendable {
    /// What suffered.
    public enum Kind: String, Sendable, CaseIterable {
        case confidentiality, integrity, availability
    }

    /// Who noticed.
    public enum Origin: String, Sendable, CaseIterable {
        case `operator`, detector
    }

    /// One step of its history; steps are only added.
    public struct Step: Hashable, Sendable {
        /// What happened with it.
        public enum Kind: String, Sendable, CaseIterable {
            case open, update
            /// The supervisory authority was told (Article 33).
            case toldAuthority = "told-authority"
            /// The people whom it concerns were told (Article 34).
            case toldPeople = "told-people"
            case close
        }

        /// When.
        public var at: Instant
        /// A person's id, `operator` or `system`.
        public var actor: String
        /// What happened with it.
        public var kind: Kind
        /// What is known of it (Article 33(3)); may be empty.
        public var facts = ""
        /// What it may lead to; may be empty.
        public var effects = ""
        /// What was done about it; may be empty.
        public var measures = ""
        /// What everybody may read; empty: nothing new.
        public var shown = ""

        /// A step of which nothing is said yet.
        public init(at: Instant, actor: String, kind: Kind) {
            (self.at, self.actor, self.kind) = (at, actor, kind)
        }
    }

    /// Within so many seconds of its discovery the authority is told, unless nobody is at risk (Article 33(1)): 72 hours.
    public static let clock: Int64 = 72 * 3600

    /// Its identity.
    public var id: ID<Incident>
    /// What suffered: that the data is secret, right, or there.
    public var kind: Kind
    /// Who noticed.
    public var origin: Origin
    /// When it became known.
    public var discovered: Instant
    /// What it is called; one line.
    public var title: String
    /// What was done and became known, the oldest first.
    public var steps: [Step]

    /// - Parameters: as the properties.
    public init(id: ID<Incident>, kind: Kind, origin: Origin, discovered: Instant, title: String, steps: [Step] = []) {
        (self.id, self.kind, self.origin) = (id, kind, origin)
        (self.discovered, self.title, self.steps) = (discovered, title, steps)
    }

    /// Until when the authority is told.
    public var due: Instant { discovered.adding(seconds: Incident.clock) }
    /// Whether nothing is to be done any more.
    public var isClosed: Bool { steps.contains { $0.kind == .close } }
    /// When the authority was told; nil: it was not.
    public var toldAuthority: Instant? { steps.first { $0.kind == .toldAuthority }?.at }
    /// What everybody may read of it now; empty: nothing yet.
    public var shown: String { steps.last { !$0.shown.isEmpty }?.shown ?? "" }

    /// Whether the clock has run out with nothing said to the authority and the case still open.
    public func isOverdue(at now: Instant) -> Bool { !isClosed && toldAuthority == nil && now >= due }
}
