public import Model
import Records

/// What staff ask for, as a form says it.
public struct NewPaperRequest: Sendable, Hashable {
    /// One paper.
    public struct One: Sendable, Hashable {
        public var title: String
        public var hint: String
        public var kinds: PaperKinds
        /// Bytes; nil: what every upload may have.
        public var largest: Int64?

        public init(title: String, hint: String = "", kinds: PaperKinds = .any, largest: Int64? = nil) {
            (self.title, self.hint, self.kinds, self.largest) = (title, hint, kinds, largest)
        }
    }

    /// The most papers in one request.
    public static let most = 20

    public var title: String
    public var due: Day?
    /// Never empty.
    public var papers: [One]

    public init(title: String, due: Day? = nil, papers: [One]) {
        (self.title, self.due, self.papers) = (title, due, papers)
    }
}

extension NewPaperRequest {
    /// The list of papers in a form; a row has `title`, `hint`, `kinds` and `largest` in MB of 2^20 bytes.
    public static let rows = "papers"

    /// - Throws: `Refusal(.invalid)` with `fields`.
    public init(_ typed: Typed) throws {
        self = try typed.read { form in
            let (title, due) = (form.line("title", least: 1, most: 120), form.dayIfAny("due"))
            let papers = form.rows(NewPaperRequest.rows, most: NewPaperRequest.most) { form, _ in
                One(
                    title: form.line("title", least: 1, most: 120), hint: form.line("hint", most: 300),
                    kinds: form.wordIfAny("kinds") ?? .any,
                    largest: form.wholeIfAny("largest", 1...2048).map { Int64($0) << 20 })
            }
            if papers.isEmpty {
                form.refuse(RowName.text(NewPaperRequest.rows, 0, "title"), Refusal(.invalid, "refusal.paper.none"))
            }
            return NewPaperRequest(title: title, due: due, papers: papers)
        }
    }
}

extension OpenAgency {
    /// The case for which a member of staff is about to ask.
    /// - Throws: `Refusal(.notFound)` when the person is no staff, may not see the client, or there is no such case.
    public func caseToAskIn(_ session: Session, client slug: Slug, case record: Slug) async throws -> (Client, Case) {
        let client = try await staffAccess(session, client: slug)
        guard let record = try await records.read({ try $0.caseRecord(of: client.id, slug: record) }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return (client, record)
    }

    /// Asks a client's contacts for papers. The answer waits for their pages.
    /// - Parameter id: given by the form, so that one sent twice asks once.
    /// - Throws: `Refusal(.notFound)` when the person is no staff, may not see the client, or there is no such case.
    @discardableResult
    public func ask(
        for new: NewPaperRequest, id: ID<PaperRequest>, client slug: Slug, case record: Slug, _ session: Session
    ) async throws -> PaperRequest {
        let none = Refusal(.notFound, "refusal.not-found")
        let client = try await staffAccess(session, client: slug)
        let (at, ids) = (world.now(), new.papers.map { _ in world.id(Paper.self) })
        let request = try await change { connection, journal in
            guard let record = try connection.caseRecord(of: client.id, slug: record),
                let person = try connection.person(session.person.id), person.epoch == session.person.epoch,
                try connection.access(of: person, to: client.id) == .staff
            else { throw none }
            if let asked = try connection.paperRequest(id) {
                guard asked.caseID == record.id, asked.person == person.id else { throw none }
                return asked
            }
            let request = PaperRequest(
                id: id, client: client.id, caseID: record.id, person: person.id, at: at, title: new.title, due: new.due,
                papers: zip(ids, new.papers).map { paper, one in
                    Paper(
                        id: paper, request: id, title: one.title, hint: one.hint, kinds: one.kinds, largest: one.largest)
                })
            try connection.insert(request)
            journal.changed(.requests(client.id, record.id))
            journal.tell(
                .asked(request: id.text, title: new.title, in: record.id, of: client.id, by: session.actor))
            journal.audit(actor: session.actor, action: "paper.ask", subject: id.text, detail: new.title)
            return request
        }
        mayRemind()
        try await settled()
        return request
    }
}
