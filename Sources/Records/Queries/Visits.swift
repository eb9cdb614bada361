public import Model

/// When somebody was here.
public struct Visit: Hashable, Sendable {
    /// The last time that the person looked at anything that counts.
    public var at: Instant
    /// The end of the visit before this one; nil: there was none.
    public var before: Instant?
    /// What is older counts as seen, because the person said so; nil: they never did.
    public var allSeen: Instant?

    /// - Parameters:
    ///   - at: the last look.
    ///   - before: the end of the visit before.
    ///   - allSeen: what is older counts as seen.
    public init(at: Instant, before: Instant? = nil, allSeen: Instant? = nil) {
        (self.at, self.before, self.allSeen) = (at, before, allSeen)
    }
}

/// A document that a client brought, as a list of what is new shows it.
public struct UnseenDocument: Hashable, Sendable {
    /// Which it is.
    public let id: ID<Document>
    /// Whose it is.
    public let client: ID<Client>
    /// Where it was brought.
    public let caseID: ID<Case>
    /// As shown.
    public let name: String
    /// When it came.
    public let received: Instant
    /// Whether it was asked for.
    public let isPaper: Bool
}

extension Connection {
    /// When the person was here; nil: never.
    public func visit(of person: ID<Person>) throws -> Visit? {
        try one("SELECT at, before, all_seen FROM visit WHERE person = \(person)") {
            Visit(at: try $0.instant(0), before: try $0.instantIfAny(1), allSeen: try $0.instantIfAny(2))
        }
    }

    /// Notes when the person was here.
    public func setVisit(_ visit: Visit, of person: ID<Person>) throws {
        let changed = try run(
            """
            UPDATE visit SET at = \(visit.at), before = \(visit.before), all_seen = \(visit.allSeen) WHERE person = \(person)
            """)
        if changed == 0 {
            try run(
                """
                INSERT INTO visit (person, at, before, all_seen)
                VALUES (\(person), \(visit.at), \(visit.before), \(visit.allSeen))
                """)
        }
    }

    /// Whether the person has not looked at their account yet.
    public func isNewcomer(_ person: ID<Person>) throws -> Bool {
        try one("SELECT account FROM visit WHERE person = \(person)") { try $0.instantIfAny(0) }.flatMap { $0 } == nil
    }

    /// Notes when the person looked at their account for the first time; a later look changes nothing.
    public func setAccountSeen(by person: ID<Person>, at now: Instant) throws {
        try run("INSERT INTO visit (person, at) VALUES (\(person), \(now)) ON CONFLICT DO NOTHING")
        try run("UPDATE visit SET account = \(now) WHERE person = \(person) AND account IS NULL")
    }

    /// When the person last looked at each case; those never looked at are left out.
    public func casesSeen(by person: ID<Person>) throws -> [ID<Case>: Instant] {
        var seen: [ID<Case>: Instant] = [:]
        try each("SELECT case_id, at FROM case_seen WHERE person = \(person) ORDER BY case_id") {
            seen[try $0.id(0)] = try $0.instant(1)
        }
        return seen
    }

    /// Documents that clients brought and a person has not seen, the newest first: those that came after the person last looked
    /// at the case.
    /// - Parameter since: what is older counts as seen.
    public func unseenDocuments(for person: ID<Person>, since: Instant?, limit: Int) throws -> [UnseenDocument] {
        try all(
            """
            SELECT document.id, document.client, document.case_id, document.name, received,
                (SELECT count(*) FROM paper_file WHERE document = document.id)
            FROM document LEFT JOIN case_seen ON case_seen.person = \(person) AND case_seen.case_id = document.case_id
            WHERE removed_at IS NULL AND origin = 'client' AND received > coalesce(case_seen.at, 0)
                AND received > \(since?.milliseconds ?? 0) AND (document.person IS NULL OR document.person <> \(person))
            ORDER BY received DESC, document.id DESC LIMIT \(limit)
            """
        ) { row in
            UnseenDocument(
                id: try row.id(0), client: try row.id(1), caseID: try row.id(2), name: try row.text(3),
                received: try row.instant(4), isPaper: try row.integer(5) > 0)
        }
    }

    /// The person looked at a case; never earlier than what stands there. Cases that are no more are left alone.
    public func setSeen(_ caseID: ID<Case>, by person: ID<Person>, at now: Instant) throws {
        let known = try one("SELECT at FROM case_seen WHERE person = \(person) AND case_id = \(caseID)") { try $0.instant(0) }
        if let known {
            if known < now {
                try run("UPDATE case_seen SET at = \(now) WHERE person = \(person) AND case_id = \(caseID)")
            }
        } else {
            try run(
                """
                INSERT INTO case_seen (person, case_id, at)
                SELECT \(person), id, \(now) FROM client_case WHERE id = \(caseID)
                """)
        }
    }
}
