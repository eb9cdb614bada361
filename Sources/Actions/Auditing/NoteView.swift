import Model

extension OpenAgency {
    /// Notes that a signed-in person opened a page that has no action of its own.
    /// - Parameters:
    ///   - route: as docs/routes.md writes it; never a name.
    ///   - path: the address without its query; stands in the detail.
    public func noteView(_ session: Session, route: String, path: String) {
        note(Noted(session.actor, "view.read", subject: route, detail: path))
    }
}
