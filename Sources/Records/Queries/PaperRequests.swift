public import Model

private let select: SQL = "SELECT id, client, case_id, person, at, title, due, reminded FROM paper_request"
private let selectPaper: SQL = "SELECT id, request, title, hint, kinds, largest, state, note, version FROM paper"

extension PaperRequest {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), client: try row.id(1), caseID: try row.id(2), person: try row.id(3), at: try row.instant(4),
            title: try row.text(5), due: try row.dayIfAny(6), papers: [])
        reminded = try row.dayIfAny(7)
    }
}

extension Paper {
    init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), request: try row.id(1), title: try row.text(2), hint: try row.text(3), kinds: try row.word(4),
            largest: try row.integerIfAny(5), state: try row.word(6), note: try row.text(7), version: try row.integer(8))
    }
}

extension Connection {
    /// The case's requests for papers, the oldest first.
    public func paperRequests(of caseID: ID<Case>) throws -> [PaperRequest] {
        let found = try all(select + " WHERE case_id = \(caseID) ORDER BY at, id", PaperRequest.init)
        return try withPapers(found, "SELECT id FROM paper_request WHERE case_id = \(caseID)")
    }

    /// Those of all of the client's cases, in the same order.
    public func paperRequests(ofCasesOf client: ID<Client>) throws -> [ID<Case>: [PaperRequest]] {
        let found = try all(select + " WHERE client = \(client) ORDER BY at, id", PaperRequest.init)
        return Dictionary(
            grouping: try withPapers(found, "SELECT id FROM paper_request WHERE client = \(client)"), by: \.caseID)
    }

    /// The request, or nil.
    public func paperRequest(_ id: ID<PaperRequest>) throws -> PaperRequest? {
        let found = try all(select + " WHERE id = \(id)", PaperRequest.init)
        return try withPapers(found, "SELECT id FROM paper_request WHERE id = \(id)").first
    }

    /// The paper and the request that it stands in, or nil.
    public func paper(_ id: ID<Paper>) throws -> (paper: Paper, request: PaperRequest)? {
        guard let request = try one("SELECT request FROM paper WHERE id = \(id)", { try $0.id(0) as ID<PaperRequest> }),
            let found = try paperRequest(request), let paper = found.papers.first(where: { $0.id == id })
        else { return nil }
        return (paper, found)
    }

    /// How many papers each client has still to send; clients without one are left out.
    public func openPaperCounts() throws -> [ID<Client>: Int] {
        var counts: [ID<Client>: Int] = [:]
        try each(
            """
            SELECT client, count(*) FROM paper JOIN paper_request ON paper_request.id = request WHERE state = 'open'
            GROUP BY client ORDER BY client
            """
        ) { counts[try $0.id(0)] = Int(try $0.integer(1)) }
        return counts
    }

    /// The requests due by a day of which something is still to be sent and contacts may have to be reminded, the first due first.
    /// What is archived and cases that are closed are left out.
    public func paperRequests(remindableBy day: Day) throws -> [PaperRequest] {
        let wanted: SQL = """
             WHERE due <= \(day) AND (reminded IS NULL OR reminded <= due)
                AND EXISTS (SELECT 1 FROM paper WHERE request = paper_request.id AND state = 'open')
                AND EXISTS (SELECT 1 FROM client WHERE id = paper_request.client AND archived IS NULL)
                AND EXISTS (SELECT 1 FROM client_case WHERE id = case_id AND status <> 'closed')
            """
        let found = try all(select + wanted + " ORDER BY due NULLS LAST, id", PaperRequest.init)
        return try withPapers(found, "SELECT id FROM paper_request" + wanted)
    }

    /// Whether contacts may have to be reminded of anything, on whatever day.
    public func hasRemindablePapers() throws -> Bool {
        try one(
            """
            SELECT 1 FROM paper_request WHERE due IS NOT NULL AND (reminded IS NULL OR reminded <= due)
                AND EXISTS (SELECT 1 FROM paper WHERE request = paper_request.id AND state = 'open')
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Contacts were reminded of the request.
    public func setReminded(_ day: Day, of request: ID<PaperRequest>) throws {
        try run("UPDATE paper_request SET reminded = \(day) WHERE id = \(request)")
    }

    /// Adds a request with its papers.
    public func insert(_ request: PaperRequest) throws {
        try run(
            """
            INSERT INTO paper_request (id, client, case_id, person, at, title, due)
            VALUES (\(request.id), \(request.client), \(request.caseID), \(request.person), \(request.at), \(request.title),
                \(request.due))
            """)
        for (position, paper) in request.papers.enumerated() {
            try run(
                """
                INSERT INTO paper (id, request, position, title, hint, kinds, largest, state, note, version)
                VALUES (\(paper.id), \(request.id), \(position + 1), \(paper.title), \(paper.hint), \(paper.kinds),
                    \(paper.largest), \(paper.state), \(paper.note), \(paper.version))
                """)
        }
    }

    /// Changes how a paper stands, unless somebody was faster; tells whether it did.
    /// - Parameters:
    ///   - note: what the client reads about it.
    ///   - version: what it had when it was looked at.
    @discardableResult public func setState(
        _ state: Paper.State, note: String, of paper: ID<Paper>, version: Int64
    ) throws -> Bool {
        try run(
            """
            UPDATE paper SET state = \(state), note = \(note), version = version + 1
            WHERE id = \(paper) AND version = \(version)
            """) > 0
    }

    /// A document came for a paper: it is remembered, and what was open is received. Twice is harmless.
    /// - Returns: whether anything changed.
    @discardableResult public func answer(_ paper: ID<Paper>, with document: ID<Document>, at now: Instant) throws -> Bool {
        let added = try run(
            "INSERT INTO paper_file (paper, document, at) VALUES (\(paper), \(document), \(now)) ON CONFLICT DO NOTHING")
        let turned = try run(
            """
            UPDATE paper SET state = 'received', note = '', version = version + 1 WHERE id = \(paper) AND state = 'open'
            """)
        return added + turned > 0
    }

    private func withPapers(_ requests: [PaperRequest], _ ids: SQL) throws -> [PaperRequest] {
        guard !requests.isEmpty else { return [] }
        let papers = try all(selectPaper + " WHERE request IN (" + ids + ") ORDER BY request, position", Paper.init)
        var files: [ID<Paper>: [ID<Document>]] = [:]
        try each(
            """
            SELECT paper, document FROM paper_file
            WHERE paper IN (SELECT id FROM paper WHERE request IN (
            """ + ids + ")) ORDER BY paper, at, document"
        ) { files[try $0.id(0), default: []].append(try $0.id(1)) }
        let byRequest = Dictionary(grouping: papers, by: \.request)
        return requests.map { request in
            var request = request
            request.papers = (byRequest[request.id] ?? []).map { paper in
                var paper = paper
                paper.documents = files[paper.id] ?? []
                return paper
            }
            return request
        }
    }
}
