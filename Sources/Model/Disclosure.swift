/// That data of somebody was, or is to be, given to an authority because the law makes whoever runs the program do it.
public struct Disclosure: Hashable, Sendable {
    /// One step of its history; steps are only added.
    public struct Step: Hashable, Sendable {
        /// What happened with it.
        public enum Kind: String, Sendable, CaseIterable {
            case open, approve, export
            /// The agency's owners were told.
            case tell
        }

        /// When it was taken.
        public var at: Instant
        /// What was done.
        public var kind: Kind
        /// Who of the operator's did it; empty: the program itself.
        public var name: String
        /// Of the bundle, 64 hexadecimal digits; empty for any other step.
        public var sha256: String

        /// - Parameter sha256: of the file that was given; empty for other steps.
        public init(at: Instant, kind: Kind, name: String = "", sha256: String = "") {
            (self.at, self.kind, self.name, self.sha256) = (at, kind, name, sha256)
        }
    }

    /// How many must agree.
    public static let approvals = 2

    /// Which it is.
    public var id: ID<Disclosure>
    /// From 1, in the order of opening.
    public var number: Int64
    /// Who asks.
    public var authority: String
    /// By which law, order or file.
    public var basis: String
    /// `client` or `person`, and the id: nothing else is given away.
    public var kind: String
    /// The id of the client or person that it is about.
    public var subject: String
    /// The last day on which the agency must not be told; nil: it is told at once.
    public var gag: Day?
    /// In the order in which they were taken.
    public var steps: [Step]

    /// Without steps, it was only written down.
    public init(
        id: ID<Disclosure>, number: Int64, authority: String, basis: String, kind: String, subject: String, gag: Day?,
        steps: [Step] = []
    ) {
        (self.id, self.number, self.authority, self.basis) = (id, number, authority, basis)
        (self.kind, self.subject, self.gag, self.steps) = (kind, subject, gag, steps)
    }

    /// Those who agreed, each once.
    public var approvers: [String] { steps.filter { $0.kind == .approve }.map(\.name) }
    /// Whether as many agreed as must.
    public var isApproved: Bool { approvers.count >= Disclosure.approvals }
    /// When the data was first given away; nil: not yet.
    public var exported: Instant? { steps.first { $0.kind == .export }?.at }
    /// Whether the owners know of everything that was given away.
    public var isTold: Bool { steps.last { $0.kind == .export || $0.kind == .tell }?.kind == .tell }

    /// Whether the owners may and must be told today.
    public func isToBeTold(on today: Day) -> Bool { exported != nil && !isTold && gag.map { $0 < today } ?? true }
}
