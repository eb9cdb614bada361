public import Model

/// Something that somebody is to be told with the next digest, as it is kept.
public struct StoredNotice: Hashable, Sendable {
    /// Its identity.
    public var id: ID<StoredNotice>
    /// Who is told.
    public var person: ID<Person>
    /// The client whom it is about.
    public var client: ID<Client>
    /// The case that it belongs to, or nil.
    public var caseID: ID<Case>?
    /// What sort of thing, such as `document`.
    public var kind: String
    /// The id of the thing.
    public var subject: String
    /// As the thing was called.
    public var title: String
    /// When it happened.
    public var at: Instant
    /// When the digest goes out.
    public var due: Instant

    /// - Parameters: as the properties.
    public init(
        id: ID<StoredNotice>, person: ID<Person>, client: ID<Client>, caseID: ID<Case>?, kind: String, subject: String,
        title: String, at: Instant, due: Instant
    ) {
        (self.id, self.person, self.client, self.caseID) = (id, person, client, caseID)
        (self.kind, self.subject, self.title, self.at, self.due) = (kind, subject, title, at, due)
    }
}

extension Connection {
    /// Adds something to tell.
    public func insert(_ notice: StoredNotice) throws {
        try run(
            """
            INSERT INTO notice (id, person, client, case_id, kind, subject, title, at, due)
            VALUES (\(notice.id), \(notice.person), \(notice.client), \(notice.caseID), \(notice.kind), \(notice.subject),
                \(notice.title), \(notice.at), \(notice.due))
            """)
    }

    /// Everybody for whom a digest is due.
    public func peopleWithNotices(dueAt now: Instant) throws -> [ID<Person>] {
        try all("SELECT person FROM notice WHERE due <= \(now) GROUP BY person ORDER BY person") { try $0.id(0) }
    }

    /// What waits to be told to a person, the oldest first.
    public func notices(of person: ID<Person>, limit: Int) throws -> [StoredNotice] {
        try all(
            """
            SELECT id, person, client, case_id, kind, subject, title, at, due FROM notice WHERE person = \(person)
            ORDER BY at, id LIMIT \(limit)
            """
        ) { row in
            StoredNotice(
                id: try row.id(0), person: try row.id(1), client: try row.id(2), caseID: try row.idIfAny(3),
                kind: try row.text(4), subject: try row.text(5), title: try row.text(6), at: try row.instant(7),
                due: try row.instant(8))
        }
    }

    /// Whether the person is to be told of this very thing already.
    public func hasNotice(of person: ID<Person>, kind: String, subject: String) throws -> Bool {
        try one("SELECT 1 FROM notice WHERE person = \(person) AND kind = \(kind) AND subject = \(subject)") { _ in true }
            ?? false
    }

    /// Lets the person's next digest go out at another time.
    public func setNotices(of person: ID<Person>, due: Instant) throws {
        try run("UPDATE notice SET due = \(due) WHERE person = \(person)")
    }

    /// Forgets what waits to be told to a person; tells how much.
    @discardableResult public func deleteNotices(of person: ID<Person>) throws -> Int {
        try run("DELETE FROM notice WHERE person = \(person)")
    }

    /// Forgets one thing to tell: a digest has it now.
    public func deleteNotice(_ id: ID<StoredNotice>) throws {
        try run("DELETE FROM notice WHERE id = \(id)")
    }
}
