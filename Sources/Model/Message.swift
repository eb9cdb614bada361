/// A letter on a case, from a contact to the agency or from the agency to the contacts. Never edited.
public struct Message: Hashable, Sendable {
    /// The most characters that one holds.
    public static let mostText = 10_000
    /// How long staff may take back what they wrote, seconds.
    public static let withdrawable: Int64 = 3600

    /// Its identity.
    public var id: ID<Message>
    /// Whose case it is on.
    public var client: ID<Client>
    /// The case that it is on.
    public var caseID: ID<Case>
    /// Who wrote it.
    public var person: ID<Person>
    /// The author's name as it was when the message was sent: letters stay signed as they were.
    public var author: String
    /// Whose side wrote it.
    public var origin: Document.Origin
    /// When it was sent.
    public var at: Instant
    /// Plain text, lines ended by U+000A. Empty when files alone were sent, and once it was withdrawn.
    public var text: String
    /// When its author took it back.
    public var withdrawn: Instant?
    /// Documents of the case that came with it, in their order; some may have been removed since.
    public var documents: [ID<Document>]

    /// - Parameters: as the properties.
    public init(
        id: ID<Message>, client: ID<Client>, caseID: ID<Case>, person: ID<Person>, author: String, origin: Document.Origin,
        at: Instant, text: String, withdrawn: Instant? = nil, documents: [ID<Document>] = []
    ) {
        (self.id, self.client, self.caseID, self.person) = (id, client, caseID, person)
        (self.author, self.origin, self.at, self.text) = (author, origin, at, text)
        (self.withdrawn, self.documents) = (withdrawn, documents)
    }

    /// Whether its author, of the staff, may still take it back.
    public func isWithdrawable(by person: ID<Person>, at now: Instant) -> Bool {
        origin == .staff && self.person == person && withdrawn == nil && now < at.adding(seconds: Message.withdrawable)
    }
}
