public import Model

/// A read, a failed sign-in or a refusal on its way into the audit log.
public struct Noted: Sendable {
    /// What is counted instead of written again.
    public enum Group: Sendable, Hashable {
        /// Every one is an entry.
        case none
        /// Once for each session, action, subject and hour; then counted.
        case session([UInt8])
        /// Once for each address, action, outcome and minute; then counted.
        case address(String)
    }

    /// Who did it.
    public let actor: Actor
    /// What was done, such as `page.read`.
    public let action: String
    /// The id or page key of what was read; never a name or an address.
    public let subject: String
    /// How it ended: `ok`, or why not.
    public let outcome: String
    /// What may be personal; it can be deleted without breaking the chain.
    public let detail: String
    /// What it is counted with instead of being written again.
    public let group: Group

    /// - Parameters:
    ///   - action: what was done, such as `page.read`.
    ///   - subject: the id or page key of what was read; never a name or an address.
    ///   - detail: what may be personal: the address, the e-mail as typed.
    public init(
        _ actor: Actor, _ action: String, subject: String, outcome: String = "ok", detail: String = "", group: Group = .none
    ) {
        (self.actor, self.action, self.subject) = (actor, action, subject)
        (self.outcome, self.detail, self.group) = (outcome, detail, group)
    }
}
