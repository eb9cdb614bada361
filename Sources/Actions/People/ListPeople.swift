public import Model
import Records

/// A person with the clients of whom they are a contact, or to whom they are assigned.
public struct PersonEntry: Sendable {
    /// Who it is.
    public let person: Person
    /// By slug. Rights are nil for agents.
    public let clients: [(client: Slug, sees: Rights?)]
}

extension OpenAgency {
    /// Everyone who can sign in, by e-mail.
    public func people() async throws -> [PersonEntry] {
        try await records.read { connection in
            let slugs = Dictionary(uniqueKeysWithValues: try connection.clients().map { ($0.id, $0.slug) })
            var joined: [ID<Person>: [(client: Slug, sees: Rights?)]] = [:]
            for contact in try connection.contacts() {
                if let slug = slugs[contact.client] { joined[contact.person, default: []].append((slug, contact.sees)) }
            }
            for (person, client) in try connection.assignments() {
                if let slug = slugs[client] { joined[person, default: []].append((slug, nil)) }
            }
            return try connection.people().map { person in
                PersonEntry(person: person, clients: (joined[person.id] ?? []).sorted { $0.client < $1.client })
            }
        }
    }
}
