/// What somebody asks of the agency about the data that it has of them (GDPR, Articles 15 to 21): counted from 1 in each agency, and
/// due a month after it came.
public struct DataRequest: Hashable, Sendable {
    /// What is asked for.
    public enum Kind: String, Sendable, CaseIterable {
        /// To see and have a copy (Article 15).
        case access
        /// To have something mended (16).
        case rectify
        /// To have it erased (17).
        case erase
        /// To have it kept and not used (18).
        case restrict
        /// To have it in a form that machines read (20).
        case portability
        /// That it be no longer used for something (21).
        case object
    }

    /// How it came.
    public enum Channel: String, Sendable, CaseIterable {
        /// By the person's own page, signed in.
        case portal
        /// By the public form; the address was proved.
        case form
        /// Staff wrote down what came by letter, by telephone or in person.
        case staff
    }

    /// How far it has come.
    public enum State: String, Sendable, CaseIterable {
        case open, done, refused
    }

    /// Its identity.
    public var id: ID<DataRequest>
    /// The agency's own number, from 1 on.
    public var number: Int64
    /// What is asked for.
    public var kind: Kind
    /// How it came.
    public var channel: Channel
    /// Nil when whoever asks has no account.
    public var person: ID<Person>?
    /// Whoever asks, as they said it; emptied when it is over.
    public var name: String
    /// Where an answer goes; emptied when it is over.
    public var email: String
    /// What they wrote.
    public var words: String
    /// When it came: its 30 days run from then on.
    public var received: Instant
    /// 30 days later.
    public var due: Instant
    /// How it stands.
    public var state: State = .open
    /// What was decided, in words for the person.
    public var outcome = ""
    /// The last day, counted from the first, on which owners were reminded.
    public var reminded: Int64 = 0
    /// When it was decided; nil: it is open.
    public var closed: Instant?
    /// The erasure by which it was granted.
    public var erasure: String?

    /// Days within which an answer is due (Article 12(3) gives a month; the shortest has 28, the promise is 30).
    public static let days: Int64 = 30
    /// The days on which owners are reminded while it is open.
    public static let reminders: [Int64] = [10, 20, 25]
    /// From this day on admins are reminded as well.
    public static let escalation: Int64 = 25

    /// A request that just came.
    public init(
        id: ID<DataRequest>, number: Int64, kind: Kind, channel: Channel, person: ID<Person>?, name: String, email: String,
        words: String, received: Instant
    ) {
        (self.id, self.number, self.kind, self.channel, self.person) = (id, number, kind, channel, person)
        (self.name, self.email, self.words, self.received) = (name, email, words, received)
        due = received.adding(seconds: DataRequest.days * 86_400)
    }

    /// Whether it is open past its last day.
    public func isOverdue(at now: Instant) -> Bool { state == .open && now > due }

    /// The reminder that should have been sent by now: 10, 20 or 25; 0 before the first.
    public func reminder(at now: Instant) -> Int64 {
        let passed = (now.milliseconds - received.milliseconds) / 86_400_000
        return DataRequest.reminders.last { $0 <= passed } ?? 0
    }
}

/// Something that was done about a request.
public struct RequestStep: Hashable, Sendable {
    /// What happened to it.
    public enum What: String, Sendable, CaseIterable {
        /// It came.
        case received
        /// Owners were reminded.
        case reminded
        /// Staff wrote something down.
        case noted
        /// The data was exported for the person.
        case exported
        /// A link to a copy was sent to the person.
        case offered
        /// The copy was fetched by it.
        case fetched
        /// What was asked for was done by the program: restricted, objection kept, corrected.
        case carried
        /// It was decided.
        case decided
    }

    /// When.
    public let at: Instant
    /// What was done.
    public let what: What
    /// Who did it; nil: the program.
    public let person: ID<Person>?
    /// What was said of it; may be empty.
    public let words: String

    /// - Parameters: as the properties.
    public init(at: Instant, what: What, person: ID<Person>?, words: String = "") {
        (self.at, self.what, self.person, self.words) = (at, what, person, words)
    }
}
