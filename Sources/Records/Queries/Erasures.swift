public import Model

/// An erasure as the records keep it: what was asked, and what of it is still to be done outside of them.
public struct ErasureRow: Sendable, Hashable {
    /// Its identity.
    public let id: String
    /// Whom it is about.
    public let subject: DataMap.Subject
    /// As the audit log names who did it.
    public let actor: String
    /// When it was asked.
    public let asked: Instant
    /// Nil while files, keys or traces are still to go.
    public var done: Instant?
    /// What is still to be done, as JSON; empty when it is done.
    public var plan: String
    /// What was done, as JSON; ids and counts alone.
    public var receipt: String

    /// An erasure that begins; `plan` and `receipt` are JSON.
    public init(id: String, subject: DataMap.Subject, actor: String, asked: Instant, plan: String, receipt: String) {
        (self.id, self.subject, self.actor, self.asked) = (id, subject, actor, asked)
        (self.plan, self.receipt) = (plan, receipt)
    }

    init(_ row: any Row) throws {
        guard let subject = DataMap.Subject(table: try row.text(1), id: try row.text(2)) else {
            throw Refusal(.failed, "refusal.records.value", ["column": "kind"])
        }
        self.init(
            id: try row.text(0), subject: subject, actor: try row.text(3), asked: try row.instant(4),
            plan: try row.text(6), receipt: try row.text(7))
        done = try row.instantIfAny(5)
    }
}

/// A reason for which somebody's data must stay, whoever asks for its erasure.
public struct LegalHold: Sendable, Hashable {
    /// Its identity.
    public let id: String
    /// Whom it keeps.
    public let subject: DataMap.Subject
    /// Why, for those who are refused.
    public let reason: String
    /// Since when.
    public let since: Instant
    /// Nil while it holds.
    public var lifted: Instant?

    /// A hold that begins.
    public init(id: String, subject: DataMap.Subject, reason: String, since: Instant) {
        (self.id, self.subject, self.reason, self.since) = (id, subject, reason, since)
    }

    init(_ row: any Row) throws {
        guard let subject = DataMap.Subject(table: try row.text(1), id: try row.text(2)) else {
            throw Refusal(.failed, "refusal.records.value", ["column": "kind"])
        }
        self.init(id: try row.text(0), subject: subject, reason: try row.text(3), since: try row.instant(4))
        lifted = try row.instantIfAny(5)
    }
}

private let everyErasure: SQL = "SELECT id, kind, subject, actor, asked, done, plan, receipt FROM erasure"
private let everyHold: SQL = "SELECT id, kind, subject, reason, since, lifted FROM legal_hold"

extension Connection {
    /// Writes down that an erasure was begun, in the transaction that erases the rows.
    public func insert(_ erasure: ErasureRow) throws {
        try run(
            """
            INSERT INTO erasure (id, kind, subject, actor, asked, done, plan, receipt)
            VALUES (\(erasure.id), \(erasure.subject.table), \(erasure.subject.id), \(erasure.actor), \(erasure.asked),
                \(erasure.done), \(erasure.plan), \(erasure.receipt))
            """)
    }

    /// Writes how far an erasure has come.
    public func update(_ erasure: ErasureRow) throws {
        try run(
            """
            UPDATE erasure SET done = \(erasure.done), plan = \(erasure.plan), receipt = \(erasure.receipt)
            WHERE id = \(erasure.id)
            """)
    }

    /// The erasure, or nil.
    public func erasure(_ id: String) throws -> ErasureRow? {
        try one(everyErasure + " WHERE id = \(id)", ErasureRow.init)
    }

    /// Those of which something is still to be done, the oldest first.
    public func unfinishedErasures() throws -> [ErasureRow] {
        try all(everyErasure + " WHERE done IS NULL ORDER BY asked, id", ErasureRow.init)
    }

    /// All of them, the oldest first.
    public func erasures() throws -> [ErasureRow] {
        try all(everyErasure + " ORDER BY asked, id", ErasureRow.init)
    }

    /// Whether somebody was erased already, or was never there.
    public func isGone(_ subject: DataMap.Subject) throws -> Bool {
        let rows = SQL(stringLiteral: "SELECT 1 FROM \(subject.table) WHERE id = ") + "\(subject.id)"
        if case .caseRecord = subject { return try one(rows) { _ in true } == nil }
        return try one(rows + " AND erased IS NULL") { _ in true } == nil
    }

    /// Puts a hold on somebody.
    public func insert(_ hold: LegalHold) throws {
        try run(
            """
            INSERT INTO legal_hold (id, kind, subject, reason, since)
            VALUES (\(hold.id), \(hold.subject.table), \(hold.subject.id), \(hold.reason), \(hold.since))
            """)
    }

    /// Lifts the holds of somebody; tells which.
    @discardableResult public func liftHolds(of subject: DataMap.Subject, at now: Instant) throws -> [LegalHold] {
        let found = try holds(of: subject)
        try run(
            """
            UPDATE legal_hold SET lifted = \(now)
            WHERE kind = \(subject.table) AND subject = \(subject.id) AND lifted IS NULL
            """)
        return found
    }

    /// The holds of somebody that are not lifted, the oldest first.
    public func holds(of subject: DataMap.Subject) throws -> [LegalHold] {
        try all(
            everyHold + " WHERE kind = \(subject.table) AND subject = \(subject.id) AND lifted IS NULL ORDER BY since, id",
            LegalHold.init)
    }

    /// The hold that keeps somebody from being erased: their own, that of a client whose contact they are, or that of a person of
    /// the client.
    /// - Parameter former: clients whose contact a person was until their account was put away: no row says so any more.
    public func holdAgainstErasing(_ subject: DataMap.Subject, former: [ID<Client>] = []) throws -> LegalHold? {
        let around: SQL =
            switch subject {
            case .client(let client):
                "kind = 'person' AND subject IN (SELECT person FROM contact WHERE client = \(client))"
            case .person(let person):
                "kind = 'client' AND subject IN (SELECT client FROM contact WHERE person = \(person))"
            case .caseRecord(let id):
                "kind = 'client' AND subject IN (SELECT client FROM client_case WHERE id = \(id))"
            }
        let own: SQL = " WHERE lifted IS NULL AND ((kind = \(subject.table) AND subject = \(subject.id)) OR ("
        let rows: SQL = everyHold + own + around
        if let hold = try one(rows + ")) ORDER BY since, id", LegalHold.init) { return hold }
        return try former.flatMap { try holds(of: .client($0)) }.first
    }
}
