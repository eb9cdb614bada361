import Model
import Records
import Testing

@testable import Actions

extension House {
    @discardableResult
    func write(
        _ session: Session, _ text: String, form: String = "first", files: [(String, String)] = [], client: String = "acme",
        case record: String = "lease"
    ) async throws -> Message {
        let letter = try await agency.beginLetter(session, client: .of(client), case: .of(record))
        for (name, text) in files { try await letter.attach(name: name, bytes: Pieces(text)) }
        return try await letter.send(text, form: form)
    }

    func contact(_ email: String, sees: Rights, of client: String = "acme") async throws -> Session {
        small.session(
            try await agency.addPerson(NewPerson(email: email, role: .contact, name: "Rita", client: .of(client), sees: sees)))
    }
}

@Suite struct MessageTests {
    @Test func `a message goes both ways, stands on the page when the answer arrives, and is in the audit log`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let asked = try await house.write(anna, "  Is it <ours>?\r\n\r\nhttps://x.example/a \n")
        #expect(asked.text == "  Is it <ours>?\n\nhttps://x.example/a")
        #expect(asked.origin == .client && asked.author == "Anna")
        var page = try await house.page(anna, "cases/lease/")
        #expect(page.contains("Is it &lt;ours&gt;?") && page.contains("href=\"https://x.example/a\""))
        let answer = try await house.write(olga, "Yes.", form: "a", files: [("plan.txt", "The plan.\n")])
        #expect(answer.origin == .staff && answer.author == "Olga" && answer.documents.count == 1)
        page = try await house.page(anna, "cases/lease/")
        #expect(page.contains("<p dir=\"auto\">Yes.</p>"))
        #expect(page.split(separator: "plan.txt").count == 3, "in the thread and among the documents")
        #expect(try await house.read(anna, answer.documents[0]) == "The plan.\n")
        #expect(try await house.log(of: answer.id.text) == ["message.write"])
        #expect(try await house.log(of: answer.documents[0].text).prefix(2) == ["document.upload", "document.publish"])
    }

    @Test func `who lacks the right to cases neither writes nor gets a byte, and who lacks documents attaches nothing`()
        async throws
    {
        let house = try await House()
        let (anna, ben) = (house.small.session(house.small.anna), house.small.session(house.small.ben))
        let rita = try await house.contact("rita@acme.example", sees: [.invoices, .documents])
        let carl = try await house.contact("carl@acme.example", sees: [.cases])
        try await house.write(anna, "A word among us", files: [("mine.txt", "Some text of mine.\n")])
        for (session, client) in [(rita, "acme"), (ben, "acme"), (ben, "none")] {
            #expect(
                await refusal { try await house.agency.beginLetter(session, client: .of(client), case: .of("lease")) }
                    == "notFound refusal.not-found")
        }
        #expect(
            await refusal { try await house.agency.beginLetter(anna, client: .of("acme"), case: .of("audit")) }
                == "notFound refusal.not-found")
        for path in ["", "documents/", "invoices/"] {
            #expect(try await house.page(rita, path).contains("A word among us") == false)
        }
        let page = try await house.page(carl, "cases/lease/")
        #expect(page.contains("A word among us") && !page.contains("mine.txt") && !page.contains("type=\"file\""))
        try await house.write(carl, "Me too")
        #expect(
            await refusal { try await house.write(carl, "With a file", form: "x", files: [("a.txt", "Some text here.\n")]) }
                == "notFound refusal.not-found")
        #expect(try house.files == 1)
    }

    @Test func `the same form sent twice makes one message, at the same time too, and leaves no bytes`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let ids = try await withThrowingTaskGroup(of: ID<Message>.self) { group in
            for _ in 0..<8 {
                group.addTask { try await house.write(olga, "Once", form: "f", files: [("a.txt", "The same.\n")]).id }
            }
            return try await group.reduce(into: Set<ID<Message>>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try house.files == 1)
        // Another text by the same form is another message; so is the same by another form.
        try await house.write(olga, "Twice", form: "f")
        try await house.write(olga, "Once", form: "g")
        #expect(try await house.agency.records.read { try $0.messages(of: house.small.lease.id) }.count == 3)
    }

    @Test func `the form of a page that is a file changes with each message`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        func form() async throws -> String {
            let page = try await house.page(anna, "cases/lease/")
            return try #require(page.firstMatch(of: /name="form" value="([^"]*)"/).map { String($0.1) })
        }
        let first = try await form()
        try await house.write(anna, "Thanks", form: first)
        try await house.write(anna, "Thanks", form: first)
        try await house.write(anna, "Thanks", form: try await form())
        #expect(try await house.agency.records.read { try $0.messages(of: house.small.lease.id) }.count == 2)
    }

    @Test func `what cannot be sent keeps nothing`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let cases: [(String, [(String, String)], String)] = [
            ("", [], "invalid refusal.message.empty"), (" \n\t ", [], "invalid refusal.message.empty"),
            (String(repeating: "a", count: 10_001), [], "invalid refusal.message.long"),
            ("a\u{0}b", [], "invalid refusal.message.characters"), ("a\u{1B}b", [], "invalid refusal.message.characters"),
            (
                "See", [("page.html", "<html></html>"), ("a.txt", "Some text here.\n")],
                "unsupportedType refusal.document.type.webPage"
            ),
        ]
        for (text, files, expected) in cases {
            #expect(await refusal { try await house.write(anna, text, files: files) } == expected)
        }
        #expect(try await house.agency.records.read { try $0.messages(of: house.small.lease.id) } == [])
        #expect(try house.files == 0)
        // A file alone is a message.
        #expect(try await house.write(anna, "", files: [("a.txt", "Some text here.\n")]).text == "")
    }

    @Test func `a letter that is not sent leaves nothing behind, and one of somebody locked out is not sent`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let letter = try await house.agency.beginLetter(anna, client: .of("acme"), case: .of("lease"))
        try await letter.attach(name: "a.txt", bytes: Pieces("Some text here.\n"))
        await letter.abandon()
        #expect(try house.files == 0)
        let late = try await house.agency.beginLetter(anna, client: .of("acme"), case: .of("lease"))
        try await late.attach(name: "a.txt", bytes: Pieces("Some text here.\n"))
        try await house.agency.setContact(house.small.anna.email, of: .of("acme"), sees: [.invoices])
        #expect(await refusal { try await late.send("Hello", form: "f") } == "notFound refusal.not-found")
        #expect(try house.files == 0)
    }

    @Test func `staff take back their own within the hour, and what came with it is no longer published`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let theirs = try await house.write(anna, "From the client")
        let wrong = try await house.write(olga, "To the WRONG client", form: "a", files: [("wrong.txt", "For another.\n")])
        let late = try await house.write(olga, "Stays", form: "b")
        let vera = house.small.session(
            try await house.agency.addPerson(NewPerson(email: "vera@agency.example", role: .owner, name: "Vera")))
        for (id, session) in [(theirs.id, olga), (theirs.id, anna), (wrong.id, anna), (wrong.id, vera)] {
            #expect(
                await refusal { try await house.agency.withdraw(message: id.text, session) } == "notFound refusal.not-found")
        }
        #expect(await refusal { try await house.agency.withdraw(message: "none", olga) } == "notFound refusal.not-found")
        house.place.clock.advance(seconds: 3599)
        for _ in 0..<2 { #expect(try await house.agency.withdraw(message: wrong.id.text, olga).text == "") }
        let page = try await house.page(anna, "cases/lease/")
        #expect(!page.contains("WRONG") && !page.contains("wrong.txt") && page.contains("This message was withdrawn."))
        #expect(await refusal { try await house.read(anna, wrong.documents[0]) } == "notFound refusal.not-found")
        #expect(try await house.log(of: wrong.id.text) == ["message.write", "message.withdraw"])
        house.place.clock.advance(seconds: 1)
        #expect(await refusal { try await house.agency.withdraw(message: late.id.text, olga) } == "conflict refusal.message.late")
    }
}
