public import Model
import Records

/// What staff ask for, as a form says it.
public struct NewPaperRequest: Sendable, Hashable {
    /// The most papers in one request.
    public static let most = 20

    /// What they are for; one line.
    public var title: String
    /// The day by which they are needed.
    public var due: Day?
    /// Never empty.
    public var papers: [PaperDraft]

    /// - Parameters: as the properties.
    public init(title: String, due: Day? = nil, papers: [PaperDraft]) {
        (self.title, self.due, self.papers) = (title, due, papers)
    }
}

extension NewPaperRequest {
    /// The list of papers in a form; a row has `title`, `hint`, `kinds` and `largest` in MB of 2^20 bytes.
    public static let rows = "papers"
    /// The names of a row's fields.
    public static let rowFields: Set<String> = ["title", "hint", "kinds", "largest"]
    /// What the papers are for, and the day by which they are needed, in a form about something else besides.
    public static let (titleField, dueField) = ("papers-title", "papers-due")

    /// - Throws: `Refusal(.invalid)` with `fields`.
    public init(_ typed: Typed) throws {
        self = try typed.read { form in
            let (title, due) = (form.line("title", least: 1, most: 120), form.dayIfAny("due"))
            let papers = NewPaperRequest.papers(&form)
            if papers.isEmpty {
                form.refuse(RowName.text(NewPaperRequest.rows, 0, "title"), Refusal(.invalid, "refusal.paper.none"))
            }
            return NewPaperRequest(title: title, due: due, papers: papers)
        }
    }

    /// What is asked for in a form about something else; nil when no paper is named.
    init?(in form: inout TypedForm) {
        let papers = NewPaperRequest.papers(&form, leavesUntitled: true)
        guard !papers.isEmpty else { return nil }
        self.init(
            title: form.line(NewPaperRequest.titleField, least: 1, most: 120), due: form.dayIfAny(NewPaperRequest.dueField),
            papers: papers)
    }

    /// Reads the list.
    /// - Parameter leavesUntitled: whether a row without a title is left aside: in a list that comes filled, somebody emptied it.
    static func papers(_ form: inout TypedForm, leavesUntitled: Bool = false) -> [PaperDraft] {
        form.rows(NewPaperRequest.rows, most: NewPaperRequest.most) { form, _ in
            if leavesUntitled, form.isBlank("title"), form.isBlank("hint") { return nil as PaperDraft? }
            return PaperDraft(
                title: form.line("title", least: 1, most: 120), hint: form.line("hint", most: 300),
                kinds: form.wordIfAny("kinds") ?? .any,
                largest: form.wholeIfAny("largest", 1...2048).map { Int64($0) << 20 })
        }
        .compactMap { $0 }
    }

    /// The request as it is kept.
    func request(_ id: ID<PaperRequest>, on record: Case, by session: Session, world: World) -> PaperRequest {
        PaperRequest(
            id: id, client: record.client, caseID: record.id, person: session.person.id, at: world.now(), title: title, due: due,
            papers: papers.map {
                Paper(
                    id: world.id(), request: id, title: $0.title, hint: $0.hint, kinds: $0.kinds, largest: $0.largest)
            })
    }
}

extension Connection {
    /// Keeps what is asked for, and says so to everybody whom it concerns.
    func ask(for request: PaperRequest, by session: Session, _ journal: inout Journal) throws {
        try insert(request)
        journal.changed(.requests(request.client, request.caseID))
        journal.tell(
            .asked(
                request: request.id.text, title: request.title, in: request.caseID, of: request.client, by: session.actor))
        journal.audit(actor: session.actor, action: "paper.ask", subject: request.id.text, detail: request.title)
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
        let world = world
        let request = try await change { connection, journal in
            guard let record = try connection.caseRecord(of: client.id, slug: record),
                let person = try connection.person(session.person.id), person.epoch == session.person.epoch,
                try connection.access(of: person, to: client.id) == .staff
            else { throw none }
            try connection.mustBeFree(.client(client.id))
            if let asked = try connection.paperRequest(id) {
                guard asked.caseID == record.id, asked.person == person.id else { throw none }
                return asked
            }
            let request = new.request(id, on: record, by: session, world: world)
            try connection.ask(for: request, by: session, &journal)
            return request
        }
        mayRemind()
        try await settled()
        return request
    }
}
