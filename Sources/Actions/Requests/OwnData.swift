public import Model
import Records

/// What somebody sees of their own data.
public struct OwnData: Sendable {
    /// Whose it is.
    public let person: Person
    /// How many rows of each table are about them, by the table's name; none of those that are empty.
    public let rows: [(table: String, rows: Int)]
    /// What they asked about it.
    public let requests: [DataRequest]
    /// The corrections that they ask for.
    public let changes: [ID<DataRequest>: [RequestChange]]
    /// Whether there is a client whose details they may have corrected.
    public let isContact: Bool
    /// What they object to.
    public let objections: Set<Objection.Purpose>
    /// When their data is restricted.
    public let restriction: Restriction?
}

extension OpenAgency {
    /// One's own data, counted.
    public func ownData(_ session: Session) async throws -> OwnData {
        let scope = try await ownScope(session.person.id)
        note(Noted(session.actor, "data.read", subject: session.person.id.text, group: .session(session.tokenHash)))
        return try await records.read { connection in
            let person = try connection.acting(session)
            var rows: [(table: String, rows: Int)] = []
            // To look at the page is an entry of the log, so its count would never be right.
            for table in try ExportedTable.all(scope, connection) where !table.name.hasPrefix("audit") {
                let count = try table.count(scope, connection)
                if count > 0 { rows.append((table.name, count)) }
            }
            let requests = try connection.dataRequests(of: person.id)
            let changes = try requests.map { ($0.id, try connection.changes(of: $0.id)) }
            return OwnData(
                person: person, rows: rows, requests: requests, changes: Dictionary(uniqueKeysWithValues: changes),
                isContact: try !connection.clients(ofContact: person.id).isEmpty,
                objections: Set(try connection.objections(of: person.id).map(\.purpose)),
                restriction: try connection.restriction(of: .person(person.id)))
        }
    }

    /// One's own export, made while one waits.
    /// - Throws: `Refusal(.signIn)` when the session is over; `.full`.
    public func ownExport(_ session: Session) async throws -> ExportedFile {
        let person = try await records.read { try $0.acting(session) }
        return try await exportFile { try await self.exportPerson(person, to: $0, by: session.actor) }
    }

    /// Objects to purposes, or takes that back, at once: `objections`, those that one objects to.
    /// - Throws: `Refusal(.invalid)` with `fields`.
    public func setObjections(_ session: Session, _ typed: Typed) async throws {
        let wanted = Set(try typed.read { $0.words("objections", Objection.Purpose.self) })
        for purpose in Objection.Purpose.allCases { try await object(purpose, wanted.contains(purpose), session) }
    }

    /// The signed receipt of a request, for who made it and for owners and admins.
    /// - Throws: `Refusal(.notFound)` for everybody else.
    public func requestReceipt(_ text: String, _ session: Session) async throws -> SignedReceipt {
        let (request, steps, agency) = try await records.read { connection in
            let person = try connection.acting(session)
            let request = try connection.known(text)
            guard request.person == person.id || person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
            return (request, try connection.steps(of: request.id), try connection.agency())
        }
        note(Noted(session.actor, "request.receipt", subject: request.id.text, group: .session(session.tokenHash)))
        let (folder, world) = (settings.keys, world)
        let receipt = RequestReceipt(request, steps, of: agency, at: world.now())
        return try await Blocking.run { try SignedReceipt(receipt, by: try WorkspaceSigner(folder: folder, world: world)) }
    }
}
