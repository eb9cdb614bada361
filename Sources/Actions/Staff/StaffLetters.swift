public import Model
import Records

/// What was written and asked for on a case, as one member of staff finds it.
public struct StaffLetters: Sendable, Hashable {
    /// The oldest first.
    public let messages: [Message]
    /// The oldest first.
    public let requests: [PaperRequest]
    /// What clients wrote since the person last looked.
    public let unread: Set<ID<Message>>
    /// What the person may take back.
    public let withdrawable: Set<ID<Message>>

    /// - Parameters:
    ///   - unread: what clients wrote since the person last looked.
    ///   - withdrawable: what the person may take back.
    public init(
        messages: [Message] = [], requests: [PaperRequest] = [], unread: Set<ID<Message>> = [],
        withdrawable: Set<ID<Message>> = []
    ) {
        (self.messages, self.requests, self.unread, self.withdrawable) = (messages, requests, unread, withdrawable)
    }

    /// - Parameter pending: when the person looked at cases, as far as that is not written yet.
    init(
        of record: Case, for person: Person, pending: [ID<Case>: Instant], at now: Instant, _ connection: any Connection
    ) throws {
        messages = try connection.messages(of: record.id)
        requests = try connection.paperRequests(of: record.id)
        let looks = [
            pending[record.id], try connection.casesSeen(by: person.id)[record.id], try connection.visit(of: person.id)?.allSeen,
        ]
        let seen = looks.compactMap { $0 }.max()
        unread = Set(
            messages.filter { message in
                message.origin == .client && message.withdrawn == nil && seen.map { message.at > $0 } ?? true
            }.map(\.id))
        withdrawable = Set(messages.filter { $0.isWithdrawable(by: person.id, at: now) }.map(\.id))
    }
}
