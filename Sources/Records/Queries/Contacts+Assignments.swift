public import Model

extension Connection {
    /// Every assignment of an agent to a client.
    public func assignments() throws -> [(person: ID<Person>, client: ID<Client>)] {
        try all("SELECT person, client FROM assignment ORDER BY person, client") { (try $0.id(0), try $0.id(1)) }
    }

    /// The agents assigned to a client.
    public func agents(of client: ID<Client>) throws -> Set<ID<Person>> {
        Set(try all("SELECT person FROM assignment WHERE client = \(client) ORDER BY person, client") { try $0.id(0) })
    }
}
