import Model
import Records

extension Connection {
    /// The client, when this person is staff who may see it: asked in the transaction that changes something of it.
    /// - Throws: `Refusal(.notFound)` otherwise, or when there is none; `.conflict` when it is erased; `.restricted` while its data may
    ///   not be changed.
    func client(named slug: Slug, forStaff session: Session) throws -> Client {
        let client = try client(toGuard: slug, forStaff: session)
        try mustBeFree(.client(client.id))
        return client
    }

    /// The same, restricted or not: for what keeps others from its data.
    func client(toGuard slug: Slug, forStaff session: Session) throws -> Client {
        guard let client = try client(slug: slug), let person = try person(session.person.id), !person.isDisabled,
            try access(of: person, to: client.id) == .staff
        else { throw Refusal(.notFound, "refusal.not-found") }
        guard client.erased == nil else { throw Refusal(.conflict, "refusal.client.erased") }
        return client
    }
}

extension Session {
    /// Whether the person decides who looks after whom: owners and admins.
    public var isManager: Bool { person.role == .owner || person.role == .admin }
}
