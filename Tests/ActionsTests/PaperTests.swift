import Model
import Records
import Testing

@testable import Actions

extension House {
    func ask(
        _ papers: [PaperDraft], title: String = "For the guarantee", due: String? = nil, by session: Session? = nil
    ) async throws -> PaperRequest {
        try await agency.ask(
            for: NewPaperRequest(title: title, due: due.map { .of($0) }, papers: papers), id: agency.world.id(),
            client: .of("acme"), case: .of("lease"), session ?? small.session(small.olga))
    }

    func send(_ session: Session, _ files: [(String, [UInt8])], for paper: Paper) async throws -> Receipt {
        let upload = try await agency.beginUpload(
            session, client: .of("acme"), case: .of("lease"), visibility: nil, paper: paper.id.text)
        for (name, bytes) in files { try await upload.receive(name: name, bytes: Pieces(bytes)) }
        return try await upload.finish()
    }

    func paper(_ id: ID<Paper>) async throws -> Paper {
        try #require(try await agency.records.read { try $0.paper(id) }).paper
    }
}

@Suite struct PaperTests {
    private static let text = Array("Some text here.\n".utf8)
    private static let table = Array("a,b\n1,2\n3,4\n".utf8)

    @Test func `what is asked for waits on the client's pages until a file is taken for it`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let request = try await house.ask(
            [.init(title: "Accounts <2025>", hint: "All pages.", kinds: .sheet, largest: 1 << 20), .init(title: "Letter")],
            due: "2026-03-20")
        var home = try await house.page(anna, "")
        #expect(home.contains("For the guarantee") && home.contains("2 to send") && home.contains("#r-\(request.id)"))
        #expect(try await house.agency.start(anna).clients.map(\.papers) == [2])
        let page = try await house.page(anna, "cases/lease/")
        #expect(page.contains("Accounts &lt;2025&gt;") && page.contains("at most 1\u{A0}MB"))
        let receipt = try await house.send(anna, [("accounts.csv", Self.table)], for: request.papers[0])
        let document = try #require(receipt.files[0].document)
        let paper = try await house.paper(request.papers[0].id)
        #expect(paper.state == .received && paper.documents == [document])
        #expect(try await house.page(anna, "").contains("1 to send"))
        _ = try await house.send(anna, [("letter.txt", Self.text)], for: request.papers[1])
        home = try await house.page(anna, "")
        #expect(!home.contains("For the guarantee"))
        #expect(try await house.page(anna, "cases/lease/").contains("2 of 2 sent"))
        #expect(try await house.log(of: paper.id.text) == ["paper.answer"])
        #expect(try await house.log(of: request.id.text) == ["paper.ask"])
    }

    @Test func `type and size are looked at in the bytes, and a sentence says which rule was broken`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let request = try await house.ask([
            .init(title: "Sheet", kinds: .sheet), .init(title: "PDF", kinds: .pdf), .init(title: "Photo", kinds: .photo),
            .init(title: "Both", kinds: .pdfOrPhoto), .init(title: "Word", kinds: .document), .init(title: "Small", largest: 10),
        ])
        let cases: [(Int, String, [UInt8], String)] = [
            (0, "a.txt", Self.text, "refusal.paper.sheet"), (1, "a.txt", Self.text, "refusal.paper.pdf"),
            (1, "a.pdf", Self.text, "refusal.document.type.extension"), (2, "a.txt", Self.text, "refusal.paper.photo"),
            (3, "a.csv", Self.table, "refusal.paper.pdf-photo"), (4, "a.txt", Self.text, "refusal.paper.document"),
            (5, "a.txt", Self.text, "refusal.paper.size"),
        ]
        for (place, name, bytes, word) in cases {
            let receipt = try await house.send(anna, [(name, bytes)], for: request.papers[place])
            #expect(receipt.files.map { $0.refusal?.word } == [word])
            #expect(try await house.paper(request.papers[place].id).state == .open)
        }
        #expect(try house.files == 0)
        // One that is taken beside one that is not makes it received.
        _ = try await house.send(anna, [("a.txt", Self.text), ("b.csv", Self.table)], for: request.papers[0])
        let paper = try await house.paper(request.papers[0].id)
        #expect(paper.state == .received && paper.documents.count == 1)
        #expect(try house.files == 1)
    }

    @Test func `the same bytes answer a second paper without being kept twice`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let request = try await house.ask([.init(title: "One"), .init(title: "Two")])
        let first = try await house.send(anna, [("a.txt", Self.text)], for: request.papers[0])
        let second = try await house.send(anna, [("a.txt", Self.text)], for: request.papers[1])
        #expect(first.files[0].document == second.files[0].document && second.files[0].isRepeat)
        #expect(try await house.paper(request.papers[1].id).documents == [try #require(first.files[0].document)])
        #expect(try house.files == 1)
    }

    @Test func `staff accept, ask again and withdraw, and who comes second is told`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let request = try await house.ask([.init(title: "Passport copy")])
        let id = request.papers[0].id
        func judge(_ verdict: String, _ note: String = "", _ seen: Paper? = nil, _ session: Session? = nil) async throws
            -> String?
        {
            let state = FormState(try await house.paper(id)).text
            return await refusal {
                try await house.agency.judge(
                    paper: id.text,
                    Typed(["do": [verdict], "note": [note], "state": [seen.map { FormState($0).text } ?? state]]), session ?? olga
                )
            }
        }
        _ = try await house.send(anna, [("a.txt", Self.text)], for: request.papers[0])
        #expect(try await judge("accept", "", request.papers[0]) == "conflict refusal.form.changed")
        #expect(try await judge("reopen", "The scan is <cut> off") == nil)
        #expect(try await judge("reopen", "The scan is <cut> off", request.papers[0]) == nil, "the same form twice")
        #expect(try await house.page(anna, "cases/lease/").contains("The scan is &lt;cut&gt; off"))
        #expect(try await house.page(anna, "").contains("1 to send"))
        _ = try await house.send(anna, [("b.csv", Self.table)], for: request.papers[0])
        #expect(try await judge("accept", "Thank you") == nil)
        #expect(
            await refusal { try await house.send(anna, [("c.csv", Self.table)], for: request.papers[0]) }
                == "conflict refusal.paper.accepted")
        #expect(try await judge("withdraw") == nil)
        #expect(try await house.page(anna, "cases/lease/").contains("Passport copy") == false)
        #expect(
            await refusal { try await house.send(anna, [("c.csv", Self.table)], for: request.papers[0]) }
                == "notFound refusal.not-found")
        #expect(try await judge("reopen", String(repeating: "a", count: 1001))?.hasPrefix("invalid") == true)
        #expect(try await judge("other") == "usage refusal.form.malformed")
        for session in [anna, house.small.session(house.small.ben)] {
            #expect(try await judge("reopen", "", nil, session) == "notFound refusal.not-found")
        }
        #expect(
            try await house.log(of: id.text).suffix(4) == ["paper.reopen", "paper.answer", "paper.accept", "paper.withdraw"])
    }

    @Test func `two who decide at the same time: one of them does`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let request = try await house.ask([.init(title: "One")])
        let paper = try await house.paper(request.papers[0].id)
        let done = await withTaskGroup(of: Bool.self) { group in
            for verdict in ["accept", "withdraw"] {
                group.addTask {
                    let typed = Typed(["do": [verdict], "note": [""], "state": [FormState(paper).text]])
                    return await refusal { try await house.agency.judge(paper: paper.id.text, typed, olga) } == nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
    }

    @Test func `what a form says is read field by field, and blank rows are none`() throws {
        let typed = Typed([
            "title": [" For the bank "], "due": ["2026-04-01"], "papers[0].title": ["Passport"], "papers[0].kinds": ["pdf-photo"],
            "papers[0].largest": ["5"], "papers[0].hint": [""], "papers[1].title": [""], "papers[1].kinds": [""],
            "papers[2].title": ["Accounts"], "papers[2].kinds": [""],
        ])
        let new = try NewPaperRequest(typed)
        #expect(new.title == "For the bank" && new.due == .of("2026-04-01"))
        #expect(
            new.papers == [
                .init(title: "Passport", kinds: .pdfOrPhoto, largest: 5 << 20), .init(title: "Accounts", kinds: .any),
            ])
        let wrong = #expect(throws: Refusal.self) {
            try NewPaperRequest(
                Typed(["title": [""], "due": ["soon"], "papers[0].kinds": ["exe"], "papers[0].largest": ["0"]]))
        }
        #expect(
            wrong.map { Set($0.fields.keys) }
                == ["title", "due", "papers[0].title", "papers[0].kinds", "papers[0].largest"])
    }

    @Test func `a paper that is accepted while its file is on the way keeps the file and stays accepted`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let request = try await house.ask([.init(title: "One")])
        let upload = try await house.agency.beginUpload(
            anna, client: .of("acme"), case: .of("lease"), visibility: nil, paper: request.papers[0].id.text)
        try await upload.receive(name: "a.txt", bytes: Pieces(Self.text))
        let state = FormState(try await house.paper(request.papers[0].id)).text
        try await house.agency.judge(
            paper: request.papers[0].id.text, Typed(["do": ["accept"], "note": ["By post"], "state": [state]]), olga)
        let receipt = try await upload.finish()
        let paper = try await house.paper(request.papers[0].id)
        let document = try #require(receipt.files[0].document)
        #expect(paper.state == .accepted && paper.documents == [document])
    }

    @Test func `one form asks once, and only staff who may see the client ask`() async throws {
        let house = try await House()
        let agency = house.agency
        let (id, new): (ID<PaperRequest>, NewPaperRequest) = (
            agency.world.id(), NewPaperRequest(title: "T", papers: [.init(title: "P")])
        )
        let olga = house.small.session(house.small.olga)
        for _ in 0..<2 {
            try await agency.ask(for: new, id: id, client: .of("acme"), case: .of("lease"), olga)
        }
        #expect(try await agency.records.read { try $0.paperRequests(of: house.small.lease.id) }.count == 1)
        for (session, client, record) in [
            (house.small.session(house.small.anna), "acme", "lease"), (olga, "acme", "audit"), (olga, "beta", "lease"),
        ] {
            #expect(
                await refusal {
                    try await agency.ask(for: new, id: agency.world.id(), client: .of(client), case: .of(record), session)
                } == "notFound refusal.not-found")
        }
    }

    @Test func `who may not see documents sees what is asked for and sends nothing`() async throws {
        let house = try await House()
        let carl = try await house.contact("carl@acme.example", sees: [.cases])
        let request = try await house.ask([.init(title: "Passport copy")])
        let page = try await house.page(carl, "cases/lease/")
        #expect(page.contains("Passport copy") && !page.contains("type=\"file\""))
        #expect(
            await refusal { try await house.send(carl, [("a.txt", Self.text)], for: request.papers[0]) }
                == "notFound refusal.not-found")
    }
}
