/// What owner or admin of an agency write to whoever runs the program, and what is answered.
public struct SupportThread: Hashable, Sendable {
    /// Who wrote.
    public enum Side: String, Sendable, CaseIterable {
        case agency, `operator`
    }

    /// One message; messages are only added.
    public struct Message: Hashable, Sendable {
        /// Which it is.
        public var id: ID<Message>
        /// When it was written.
        public var at: Instant
        /// Whose it is.
        public var side: Side
        /// Who of the agency; nil: the operator.
        public var person: ID<Person>?
        /// Plain text of several lines.
        public var body: String

        /// - Parameter person: who of the agency; nil for the operator.
        public init(id: ID<Message>, at: Instant, side: Side, person: ID<Person>?, body: String) {
            (self.id, self.at, self.side, self.person, self.body) = (id, at, side, person, body)
        }
    }

    /// Which it is.
    public var id: ID<SupportThread>
    /// From 1, in the order of asking.
    public var number: Int64
    /// One line.
    public var subject: String
    /// The oldest first.
    public var messages: [Message]

    /// - Parameter number: by which commands name it.
    public init(id: ID<SupportThread>, number: Int64, subject: String, messages: [Message] = []) {
        (self.id, self.number, self.subject, self.messages) = (id, number, subject, messages)
    }

    /// Whether the agency wrote last.
    public var isWaiting: Bool { messages.last?.side == .agency }

    /// How long the first answer took, seconds; nil: there is none yet.
    public var answerTime: Int64? {
        guard let asked = messages.first?.at, let answered = messages.first(where: { $0.side == .operator })?.at else {
            return nil
        }
        return (answered.milliseconds - asked.milliseconds) / 1000
    }
}
