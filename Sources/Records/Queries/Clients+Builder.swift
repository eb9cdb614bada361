public import Model

extension Connection {
    /// Every client's id, in order.
    public func clientIDs() throws -> [ID<Client>] {
        try all("SELECT id FROM client ORDER BY id") { try $0.id(0) }
    }
}
