import Model
import Records

/// Who may act is asked again in the transaction of the act, on the very record that it changes.
extension Connection {
    /// The session's person as they are now, if they still may act for the client.
    /// - Throws: `Refusal(.notFound)` otherwise: the same as when there is no such client.
    func staff(_ session: Session, actingFor client: ID<Client>) throws -> Person {
        guard let person = try person(session.person.id), !person.isDisabled, person.epoch == session.person.epoch,
            try access(of: person, to: client) == .staff
        else { throw Refusal(.notFound, "refusal.not-found") }
        return person
    }

    /// The client, if the session's person may act for it.
    /// - Throws: `Refusal(.notFound)`; `.restricted` while its data may not be changed.
    func client(_ slug: Slug, actedForBy session: Session) throws -> Client {
        guard let client = try client(slug: slug) else { throw Refusal(.notFound, "refusal.not-found") }
        _ = try staff(session, actingFor: client.id)
        guard client.erased == nil else { throw Refusal(.conflict, "refusal.client.erased") }
        try mustBeFree(.client(client.id))
        return client
    }

    /// The client's case, if the session's person may act for the client.
    func caseRecord(_ slug: Slug, of client: Slug, actedForBy session: Session) throws -> Case {
        let client = try self.client(client, actedForBy: session)
        guard let record = try caseRecord(of: client.id, slug: slug) else { throw Refusal(.notFound, "refusal.not-found") }
        return record
    }

    /// The session's person, if they are still owner or admin.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    func manager(_ session: Session) throws -> Person {
        guard let person = try person(session.person.id), !person.isDisabled, person.epoch == session.person.epoch,
            person.role == .owner || person.role == .admin
        else { throw Refusal(.notFound, "refusal.not-found") }
        return person
    }

    /// Who of the staff may look after a case of the client, by name.
    func possibleAssignees(for client: ID<Client>) throws -> [Person] {
        try people().filter { person in
            guard person.role.isStaff, !person.isDisabled else { return false }
            return try access(of: person, to: client) == .staff
        }
        .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// - Throws: `Refusal(.invalid)` at the assignee when the person may not look after the client's cases.
    func check(assignee: ID<Person>?, for client: ID<Client>) throws {
        guard let assignee else { return }
        guard let person = try person(assignee), person.role.isStaff, !person.isDisabled,
            try access(of: person, to: client) == .staff
        else { throw Refusal.at("assignee", "refusal.case.assignee") }
    }

    /// The names of people, as far as there are any.
    func names(of ids: some Sequence<ID<Person>>) throws -> [ID<Person>: String] {
        var names: [ID<Person>: String] = [:]
        for id in Set(ids) { names[id] = try person(id)?.name }
        return names
    }
}
