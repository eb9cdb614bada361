import Documents
import Foundation
import Model
import Records
import Testing

@testable import Actions

@Suite struct DocumentsUploadTests {
    @Test func `what a contact uploads is read back byte for byte, is on the page, in the audit log and on a receipt`()
        async throws
    {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let receipt = try await house.upload(anna, [("notes.txt", "A first note.\n"), ("list.csv", "a,b\n1,2\n3,4\n")])
        #expect(receipt.files.map(\.name) == ["notes.txt", "list.csv"])
        #expect(receipt.files.map(\.size) == [14, 12])
        #expect(receipt.files.allSatisfy { !$0.isRepeat && $0.refusal == nil && $0.sha256.count == 32 })
        let id = try #require(receipt.files[0].document)
        #expect(try await house.read(anna, id) == "A first note.\n")
        #expect(try await house.page(anna, "documents/").contains("notes.txt"))
        #expect(try await house.page(anna, "cases/lease/").contains("list.csv"))
        #expect(try await house.log(of: id.text) == ["document.upload", "document.read"])
        let document = try #require(try await house.agency.records.read { try $0.document(id) })
        #expect(document.origin == .client && document.visibility == .client && document.person == anna.person.id)
        let (kept, client, record) = try await house.agency.receipt(anna, client: .of("acme"), id: receipt.id.text)
        #expect(kept == receipt && client.id == house.small.acme.id && record.id == house.small.lease.id)
    }

    @Test func `an upload lets caches be, and who loses a right beside it loses it at once`() async throws {
        let house = try await House()
        let agency = house.agency
        try await house.give(house.small.anna)
        let anna = try await house.signIn(house.small.anna)
        let session = try #require(try await agency.session(token: anna.token))
        _ = try await agency.access(session, client: .of("acme"))
        _ = try await house.upload(session, [("a.txt", "Some text here.\n")])
        #expect(agency.sessionIfKept(token: anna.token) != nil)
        #expect(agency.accessIfKept(session, client: .of("acme")) != nil)
        async let uploads: Void = {
            for number in 0..<20 { _ = try? await house.upload(session, [("b.txt", "Text number \(number).\n")]) }
        }()
        try await agency.setContact(house.small.anna.email, of: .of("acme"), sees: [.invoices])
        #expect(agency.sessionIfKept(token: anna.token) == nil)
        #expect(try await agency.session(token: anna.token) == nil)
        await uploads
        #expect(agency.sessionIfKept(token: anna.token) == nil)
    }

    @Test func `a receipt is for whoever uploaded and for staff, and is nothing for others`() async throws {
        let house = try await House()
        let rita = try await house.agency.addPerson(NewPerson(email: "rita@acme.example", role: .contact, client: .of("acme")))
        let receipt = try await house.upload(house.small.session(house.small.anna), [("a.txt", "Some text here.\n")])
        func answer(_ person: Person, _ client: String = "acme", _ id: String) async -> String? {
            await refusal { try await house.agency.receipt(house.small.session(person), client: .of(client), id: id) }
        }
        #expect(await answer(house.small.anna, "acme", receipt.id.text) == nil)
        #expect(await answer(house.small.olga, "acme", receipt.id.text) == nil)
        #expect(await answer(house.small.olga, "beta", receipt.id.text) == "notFound refusal.not-found")
        #expect(await answer(rita, "acme", receipt.id.text) == "notFound refusal.not-found")
        #expect(await answer(house.small.ben, "acme", receipt.id.text) == "notFound refusal.not-found")
        #expect(await answer(house.small.anna, "acme", "x") == "notFound refusal.not-found")
    }

    @Test func `a refused file stands alone on the receipt, the others are kept`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let receipt = try await house.upload(
            anna, [("page.html", "<html><script>alert(1)</script></html>"), ("good.txt", "A good note.\n"), ("empty.txt", "")])
        #expect(receipt.files.map { $0.refusal?.kind } == [.unsupportedType, nil, .unsupportedType])
        #expect(receipt.files[0].document == nil && receipt.files[0].sha256 == [])
        #expect(try house.files == 1)
        let (kept, _, _) = try await house.agency.receipt(anna, client: .of("acme"), id: receipt.id.text)
        #expect(kept.files == receipt.files)
        #expect(try await house.log().filter { $0 == "document.upload refused" }.count == 2)
    }

    @Test func `limits: too many files, too large a file, too much in all`() async throws {
        let house = try await House { settings in
            settings.limits.file = 1000
            settings.upload.files = 3
            settings.upload.bytes = 2500
        }
        let anna = house.small.session(house.small.anna)
        func text(_ letter: String, _ count: Int) -> String { String(repeating: letter + "bcd efg\n", count: count / 8) }
        let receipt = try await house.upload(
            anna, [("a.txt", text("a", 800)), ("b.txt", text("b", 1200)), ("c.txt", text("c", 600)), ("d.txt", text("d", 8))])
        #expect(
            receipt.files.map { $0.refusal?.word } == [
                nil, "refusal.document.tooLarge", "refusal.upload.size", "refusal.upload.files",
            ])
        #expect(try house.files == 1)
        #expect(await refusal { try await house.upload(anna, []) } == "invalid refusal.upload.none")
    }

    @Test func `the same bytes again answer already received, with the first receipt`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let first = try await house.upload(anna, [("a.txt", "The same text.\n"), ("b.txt", "Another text.\n")])
        let again = try await house.upload(anna, [("other name.txt", "The same text.\n")])
        #expect(again.id == first.id && again.files.map(\.isRepeat) == [true, false])
        #expect(again.files[0].document == first.files[0].document)
        // Beside something new there is a new receipt, which says so.
        let mixed = try await house.upload(anna, [("a.txt", "The same text.\n"), ("c.txt", "Something new.\n")])
        #expect(mixed.id != first.id && mixed.files.map(\.isRepeat) == [true, false])
        #expect(mixed.files[0].document == first.files[0].document)
        // Twice in one upload is once, too.
        let twice = try await house.upload(anna, [("d.txt", "Twice the same.\n"), ("e.txt", "Twice the same.\n")])
        #expect(twice.files.map(\.isRepeat) == [false, true])
        #expect(try house.files == 4)
        #expect(try await house.agency.documents(client: .of("acme")).count == 4)
        #expect(try await house.log(of: first.files[0].document?.text).filter { $0 == "document.upload repeated" }.count == 2)
        // Another contact of the client learns that it is there, on a receipt of their own.
        let rita = try await house.agency.addPerson(NewPerson(email: "rita@acme.example", role: .contact, client: .of("acme")))
        let hers = try await house.upload(house.small.session(rita), [("a.txt", "The same text.\n")])
        #expect(hers.id != first.id && hers.person == rita.id && hers.files.map(\.isRepeat) == [true])
    }

    @Test func `staff's bytes, removed ones and other cases' are never compared`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let text = "Known to the staff already.\n"
        _ = try await house.upload(olga, [("a.txt", text)])
        let hers = try await house.upload(anna, [("a.txt", text)])
        #expect(hers.files.map(\.isRepeat) == [false])
        #expect(try await house.upload(olga, [("a.txt", text)]).files.map(\.isRepeat) == [false])
        let id = try #require(hers.files[0].document)
        _ = try await house.agency.remove(document: id.text, by: olga.actor, session: olga)
        #expect(try await house.upload(anna, [("a.txt", text)]).files.map(\.isRepeat) == [false])
        let world = house.agency.world
        let other = Case(
            id: world.id(), client: house.small.acme.id, slug: .of("other"), title: "Other", status: .open,
            opened: .of("2026-01-01"))
        try await house.agency.change { connection, _ in try connection.insert(other) }
        #expect(try await house.upload(anna, [("a.txt", text)], case: "other").files.map(\.isRepeat) == [false])
    }

    @Test func `whoever may not upload finds no case to upload to`() async throws {
        let house = try await House()
        let (anna, ben) = (house.small.session(house.small.anna), house.small.session(house.small.ben))
        for (session, client, record) in [
            (ben, "beta", "audit"), (anna, "beta", "audit"), (anna, "acme", "none"), (anna, "none", "lease"),
            (ben, "acme", "lease"),
        ] {
            let answer = await refusal {
                try await house.agency.beginUpload(session, client: .of(client), case: .of(record), visibility: nil)
            }
            #expect(answer == "notFound refusal.not-found")
        }
    }

    @Test func `an upload that is not finished, breaks off or loses its right leaves nothing`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        func begin() async throws -> Upload {
            try await house.agency.beginUpload(anna, client: .of("acme"), case: .of("lease"), visibility: nil)
        }
        let abandoned = try await begin()
        try await abandoned.receive(name: "a.txt", bytes: Pieces("Abandoned text.\n"))
        #expect(try house.files == 1)
        await abandoned.abandon()
        #expect(try house.files == 0)
        do {
            let forgotten = try await begin()
            try await forgotten.receive(name: "a.txt", bytes: Pieces("Forgotten text.\n"))
            await #expect(throws: Pieces.Broken.self) {
                try await forgotten.receive(name: "b.txt", bytes: Pieces("Broken off text.\n", breaksAfter: 10))
            }
        }
        for _ in 0..<200 where try house.files > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try house.files == 0)
        let late = try await begin()
        try await late.receive(name: "a.txt", bytes: Pieces("Late text here.\n"))
        try await house.agency.setDisabled(house.small.anna.email, true)
        #expect(await refusal { try await late.finish() } == "notFound refusal.not-found")
        #expect(try house.files == 0)
        #expect(try await house.agency.documents().isEmpty)
    }

    @Test func `killed between bytes and row, an orphan is left that is swept, and never a row without bytes`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let done = try await house.upload(anna, [("a.txt", "Acknowledged text.\n")])
        let upload = try await house.agency.beginUpload(anna, client: .of("acme"), case: .of("lease"), visibility: nil)
        try await upload.receive(name: "b.txt", bytes: Pieces("Never acknowledged.\n"))
        let copy = try Place(copying: house.place)
        await upload.abandon()
        let workspace = try copy.workspace()
        let agency = try await workspace.agency(.of("north"))
        let known = Set(try await agency.records.read { try $0.documentPlaces() }.map(\.document))
        #expect(known == Set([try #require(done.files[0].document)]))
        #expect(try agency.documents.list().count == 2)
        let swept = try agency.documents.sweep(
            known: { known.contains($1) }, olderThan: Instant(milliseconds: Int64.max / 2))
        #expect(swept.moved == 1)
        #expect(try agency.documents.list().map(\.1) == Array(known))
    }

    @Test func `twenty people at once send the same file, and one is kept`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let kept = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for _ in 0..<20 { group.addTask { try await house.upload(anna, [("a.txt", "One and the same.\n")]) } }
            return try await group.reduce(into: Set<ID<Document>>()) { kept, receipt in
                if let id = receipt.files[0].document { kept.insert(id) }
            }
        }
        #expect(kept.count == 1)
        #expect(try house.files == 1)
    }
}
