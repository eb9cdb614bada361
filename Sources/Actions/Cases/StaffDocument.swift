public import Model
import Records

/// Everything that is known of a document, for staff.
public struct StaffDocument: Sendable, Hashable {
    /// That somebody opened it.
    public struct Opened: Sendable, Hashable {
        /// The person's name; nil: whoever has the command line, or somebody who is gone.
        public let name: String?
        /// Whether it was one of the client's contacts.
        public let isContact: Bool
        /// When, the last time.
        public let at: Instant
        /// How often more in that hour, where it was counted.
        public let again: Int

        /// - Parameters: as the properties.
        public init(name: String?, isContact: Bool, at: Instant, again: Int = 0) {
            (self.name, self.isContact, self.at, self.again) = (name, isContact, at, again)
        }
    }

    /// Whose it is.
    public let client: Client
    /// The case that it is on.
    public let record: Case
    /// The document itself.
    public let document: Document
    /// Who brought it; nil: the operator, or somebody who is gone.
    public let author: String?
    /// The newest first.
    public let openings: [Opened]
    /// Other documents of the same name in the case, the newest first: what it was before, or became.
    public let versions: [Document]

    /// - Parameters: as the properties.
    public init(
        client: Client, record: Case, document: Document, author: String?, openings: [Opened], versions: [Document]
    ) {
        (self.client, self.record, self.document, self.author) = (client, record, document, author)
        (self.openings, self.versions) = (openings, versions)
    }
}

extension OpenAgency {
    /// How many openings the page of a document shows.
    private static var openings: Int { 500 }

    /// A document with who opened it and when. The read is audited.
    /// - Throws: `Refusal(.notFound)` when there is none for the person.
    public func staffDocument(_ session: Session, id text: String) async throws -> StaffDocument {
        guard let id = ID<Document>(checking: text) else { throw Refusal(.notFound, "refusal.not-found") }
        // What was opened a moment ago may still wait to be written.
        try? await room.audit.settled()
        let found = try await records.read { connection -> StaffDocument in
            guard let document = try connection.document(id), let client = try connection.client(document.client),
                let record = try connection.caseRecord(document.caseID)
            else { throw Refusal(.notFound, "refusal.not-found") }
            _ = try connection.staff(session, actingFor: client.id)
            let openings = try connection.openings(of: id, limit: OpenAgency.openings)
            let people = try connection.people(openings)
            return StaffDocument(
                client: client, record: record, document: document,
                author: try document.person.flatMap { try connection.person($0)?.name },
                openings: openings.map { opening in
                    let person = people[opening.actor]
                    return StaffDocument.Opened(
                        name: person?.name, isContact: person?.role == .contact, at: opening.at, again: opening.again)
                },
                versions: try connection.documents(of: record.id).filter { $0.name == document.name && $0.id != id })
        }
        note(Noted(session.actor, "document.facts.read", subject: id.text, group: .session(session.tokenHash)))
        return found
    }
}

extension Connection {
    /// Those who opened something, by the name that the audit log has of them.
    func people(_ openings: [DocumentOpening]) throws -> [String: Person] {
        var people: [String: Person] = [:]
        for actor in Set(openings.map(\.actor)) {
            guard let id = ID<Person>(checking: actor) else { continue }
            people[actor] = try person(id)
        }
        return people
    }
}
