public import Model
import Records

/// Everything of a case, internal too: for staff alone.
public struct StaffCase: Sendable, Hashable {
    /// That somebody opened a document, the last time they did.
    public struct Opened: Sendable, Hashable {
        /// Of whoever opened it.
        public let name: String
        /// Whether it is one of the client's contacts.
        public let isContact: Bool
        /// When, the last time.
        public let at: Instant

        /// - Parameters: as the properties.
        public init(name: String, isContact: Bool, at: Instant) {
            (self.name, self.isContact, self.at) = (name, isContact, at)
        }
    }

    /// Whose it is.
    public let client: Client
    /// The case itself.
    public let record: Case
    /// Newest first.
    public let events: [Event]
    /// Newest first.
    public let documents: [Document]
    /// What was written and asked for.
    public let letters: StaffLetters
    /// Of who wrote entries, brought documents and looks after the case, as far as they are still there.
    public let names: [ID<Person>: String]
    /// Who opened a document, once each, the last who did first.
    public let openings: [ID<Document>: [Opened]]

    /// - Parameters: as the properties.
    public init(
        client: Client, record: Case, events: [Event] = [], documents: [Document] = [], letters: StaffLetters,
        names: [ID<Person>: String] = [:],
        openings: [ID<Document>: [Opened]] = [:]
    ) {
        (self.client, self.record, self.events, self.documents) = (client, record, events, documents)
        (self.letters, self.names, self.openings) = (letters, names, openings)
    }
}

extension OpenAgency {
    /// A case as the staff see it. The read is audited.
    /// - Throws: `Refusal(.notFound)` when the person is no staff, may not see the client, or there is no such case.
    public func staffCase(_ session: Session, client slug: Slug, case record: Slug) async throws -> StaffCase {
        let client = try await staffAccess(session, client: slug)
        let (pending, now) = (room.looks.pending(of: session.person.id), world.now())
        let found = try await records.read { connection -> StaffCase? in
            guard let record = try connection.caseRecord(of: client.id, slug: record) else { return nil }
            let (events, documents) = (try connection.events(of: record.id), try connection.documents(of: record.id))
            let people = events.compactMap(\.author) + documents.compactMap(\.person) + [record.assignee].compactMap { $0 }
            return StaffCase(
                client: client, record: record, events: events, documents: documents,
                letters: try StaffLetters(of: record, for: session.person, pending: pending, at: now, connection),
                names: try connection.names(of: people), openings: try connection.readers(of: record.id))
        }
        guard let found else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, "case.read", subject: found.record.id.text, group: .session(session.tokenHash)))
        noteLook(session, at: found.record.id)
        return found
    }
}

extension Connection {
    fileprivate func readers(of caseID: ID<Case>) throws -> [ID<Document>: [StaffCase.Opened]] {
        let openings = try lastOpenings(ofDocumentsOf: caseID)
        let people = try people(openings)
        var readers: [ID<Document>: [StaffCase.Opened]] = [:]
        for opening in openings.sorted(by: { ($1.at, $0.actor) < ($0.at, $1.actor) }) {
            guard let person = people[opening.actor] else { continue }
            readers[opening.document, default: []].append(
                StaffCase.Opened(name: person.name, isContact: person.role == .contact, at: opening.at))
        }
        return readers
    }
}
