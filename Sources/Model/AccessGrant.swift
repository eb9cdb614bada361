/// That the operator may look at what an agency keeps: until an instant, for a reason that its owners know.
public struct AccessGrant: Hashable, Sendable {
    /// The shortest and the longest for which an owner gives it, seconds: an hour, seven days.
    public static let lengths: ClosedRange<Int64> = 3600...7 * 86_400
    /// For how long the operator may open it themselves, in an emergency, seconds.
    public static let emergency: Int64 = 3600

    /// Its identity.
    public var id: ID<AccessGrant>
    /// The owner who gave it; nil: the operator took it in an emergency, and the owners were told.
    public var person: ID<Person>?
    /// When it was given.
    public var given: Instant
    /// Until when it holds, if nobody ends it before.
    public var until: Instant
    /// When an owner ended it before its time.
    public var ended: Instant?
    /// Why the operator needed to look, as its owner or the operator said.
    public var reason: String

    /// - Parameters: as the properties.
    public init(id: ID<AccessGrant>, person: ID<Person>?, given: Instant, until: Instant, ended: Instant? = nil, reason: String) {
        (self.id, self.person, self.given) = (id, person, given)
        (self.until, self.ended, self.reason) = (until, ended, reason)
    }

    /// Whether it still lets somebody look.
    public func isOpen(at now: Instant) -> Bool { ended == nil && now < until }
    /// Whether the operator took it: nobody gave it.
    public var isEmergency: Bool { person == nil }
}
