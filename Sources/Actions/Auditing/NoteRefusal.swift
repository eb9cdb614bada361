public import Model

extension OpenAgency {
    /// Notes that somebody was refused: a signed-in person once for each session, subject and hour, a visitor once for each
    /// address, kind and minute; more of the same is counted.
    /// - Parameters:
    ///   - subject: what sort of thing was asked for, such as a route; never a name or an address.
    ///   - address: the client's; stands in the detail.
    public func noteRefusal(_ refusal: Refusal, of session: Session?, subject: String, address: String) {
        note(
            Noted(
                session?.actor ?? .visitor, "request.refuse", subject: subject, outcome: refusal.kind.rawValue, detail: address,
                group: session.map { .session($0.tokenHash) } ?? .address(address)))
    }
}
