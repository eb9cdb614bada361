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

    public let actor: Actor
    public let action: String
    public let subject: String
    public let outcome: String
    public let detail: String
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
