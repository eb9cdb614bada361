public import Model

extension Connection {
    /// The id of every client that has pages, in order: an erased one has none.
    public func clientIDs() throws -> [ID<Client>] {
        try all("SELECT id FROM client WHERE erased IS NULL ORDER BY id") { try $0.id(0) }
    }
}
