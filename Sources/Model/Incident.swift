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

        public var at: Instant
        /// A person's id, `operator` or `system`.
        public var actor: String
        public var kind: Kind
        /// What is known of it, what it may lead to, what was done about it (Article 33(3)); each may be empty.
        public var facts = ""
        public var effects = ""
        public var measures = ""
        /// What everybody may read; empty: nothing new.
        public var shown = ""

        public init(at: Instant, actor: String, kind: Kind) {
            (self.at, self.actor, self.kind) = (at, actor, kind)
        }
    }

    /// Within so many seconds of its discovery the authority is told, unless nobody is at risk (Article 33(1)): 72 hours.
    public static let clock: Int64 = 72 * 3600

    public var id: ID<Incident>
    public var kind: Kind
    public var origin: Origin
    /// When it became known.
    public var discovered: Instant
    public var title: String
    public var steps: [Step]

    public init(id: ID<Incident>, kind: Kind, origin: Origin, discovered: Instant, title: String, steps: [Step] = []) {
        (self.id, self.kind, self.origin) = (id, kind, origin)
        (self.discovered, self.title, self.steps) = (discovered, title, steps)
    }

    /// Until when the authority is told.
    public var due: Instant { discovered.adding(seconds: Incident.clock) }
    public var isClosed: Bool { steps.contains { $0.kind == .close } }
    public var toldAuthority: Instant? { steps.first { $0.kind == .toldAuthority }?.at }
    /// What everybody may read of it now; empty: nothing yet.
    public var shown: String { steps.last { !$0.shown.isEmpty }?.shown ?? "" }

    /// Whether the clock has run out with nothing said to the authority and the case still open.
    public func isOverdue(at now: Instant) -> Bool { !isClosed && toldAuthority == nil && now >= due }
}
