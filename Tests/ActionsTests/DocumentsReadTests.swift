import Model
import Records
import Testing

@testable import Actions

@Suite struct DocumentsReadTests {
    @Test func `what staff add is internal until somebody publishes it, and unpublishing withdraws it`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let receipt = try await house.upload(olga, [("draft.txt", "For us alone.\n")])
        let id = try #require(receipt.files[0].document)
        #expect(await refusal { try await house.read(anna, id) } == "notFound refusal.not-found")
        #expect(try await house.read(olga, id) == "For us alone.\n")
        #expect(try await !house.page(anna, "documents/").contains("draft.txt"))
        _ = try await house.agency.publish(document: id.text, by: olga.actor, session: olga)
        #expect(try await house.read(anna, id) == "For us alone.\n")
        #expect(try await house.page(anna, "documents/").contains("draft.txt"))
        _ = try await house.agency.publish(document: id.text, by: olga.actor, session: olga)
        let hidden = try await house.agency.unpublish(document: id.text, by: olga.actor, session: olga)
        #expect(hidden.visibility == .internal)
        #expect(await refusal { try await house.read(anna, id) } == "notFound refusal.not-found")
        #expect(try await !house.page(anna, "documents/").contains("draft.txt"))
        #expect(try await !house.page(anna, "cases/lease/").contains("draft.txt"))
        #expect(
            try await house.log(of: id.text).filter { $0 != "document.read" } == [
                "document.upload", "document.publish", "document.unpublish",
            ])
        // Asked for, it is published at once.
        let open = try await house.upload(olga, [("open.txt", "For everybody here.\n")], visibility: .client)
        #expect(try await house.read(anna, try #require(open.files[0].document)) == "For everybody here.\n")
    }

    @Test func `another's document, an unknown one and a malformed id are the same answer`() async throws {
        let house = try await House()
        let (anna, ben) = (house.small.session(house.small.anna), house.small.session(house.small.ben))
        let receipt = try await house.upload(anna, [("a.txt", "Only for Acme.\n")])
        let id = try #require(receipt.files[0].document)
        for (session, client, text) in [
            (ben, "acme", id.text), (ben, "beta", id.text), (anna, "beta", id.text), (anna, "acme", house.agency.world.uuid()),
            (anna, "acme", "x"), (anna, "acme", id.text.uppercased()), (anna, "acme", "../" + id.text),
        ] {
            let answer = await refusal { try await house.agency.document(session, client: .of(client), id: text) }
            #expect(answer == "notFound refusal.not-found")
        }
    }

    @Test func `that a document was read is committed before its first byte, once an hour`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let receipt = try await house.upload(anna, [("a.txt", "To be read twice.\n")])
        let id = try #require(receipt.files[0].document)
        func reads() async throws -> Int {
            try await house.agency.records.read { try $0.auditEntries(limit: 1000) }
                .filter { $0.action == "document.read" && $0.subject == id.text && $0.actor == anna.person.id.text }.count
        }
        _ = try await house.agency.document(anna, client: .of("acme"), id: id.text)
        #expect(try await reads() == 1)
        _ = try await house.agency.document(anna, client: .of("acme"), id: id.text)
        #expect(try await reads() == 1)
    }

    @Test func `any range opens, in pieces of at most 256 KiB`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let text = (0..<20_000).map { "line \($0)\n" }.joined()
        let receipt = try await house.upload(anna, [("long.txt", text)])
        let id = try #require(receipt.files[0].document)
        let opened = try await house.agency.document(anna, client: .of("acme"), id: id.text)
        #expect(opened.size == Int64(text.utf8.count) && opened.type == "text/plain" && opened.name == "long.txt")
        #expect(opened.etag.hasPrefix("\"") && opened.etag.hasSuffix("\""))
        for range in [0..<opened.size, 16_383..<16_385, 100_000..<180_001, (opened.size - 1)..<opened.size] {
            var bytes: [UInt8] = []
            for try await chunk in opened.chunks(range) {
                #expect(chunk.count <= 262_144)
                bytes += chunk
            }
            #expect(bytes == Array(Array(text.utf8)[Int(range.lowerBound)..<Int(range.upperBound)]))
        }
    }

    @Test func `a removed document is gone for everybody: pages, bytes and key`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let receipt = try await house.upload(anna, [("gone.txt", "Soon to be gone.\n")])
        let id = try #require(receipt.files[0].document)
        #expect(
            await refusal { try await house.agency.remove(document: id.text, by: anna.actor, session: anna) }
                == "notFound refusal.not-found")
        _ = try await house.agency.remove(document: id.text, by: olga.actor, session: olga)
        for session in [anna, olga] {
            #expect(await refusal { try await house.read(session, id) } == "notFound refusal.not-found")
        }
        #expect(try await !house.page(anna, "documents/").contains("gone.txt"))
        #expect(try house.files == 0)
        let left = try await house.agency.records.read { connection in
            try connection.one("SELECT length(wrapped_key), removed_at FROM document WHERE id = \(id)") {
                (try $0.integer(0), try $0.integerIfAny(1))
            }
        }
        #expect(left?.0 == 0 && left?.1 == Place.morning.milliseconds)
        #expect(
            await refusal { try await house.agency.remove(document: id.text, by: olga.actor, session: olga) }
                == "notFound refusal.not-found")
    }

    @Test func `an agent who may not see the client can do nothing with its documents`() async throws {
        let house = try await House()
        let gus = try await house.agency.addPerson(NewPerson(email: "gus@agency.example", role: .agent))
        let document = try await house.agency.addDocument(
            client: .of("acme"), case: .of("lease"), name: "a.txt", bytes: Pieces("Nothing for Gus.\n"), publish: false)
        try await house.agency.set([("agents_see_all", "false")])
        let session = house.small.session(gus)
        for verb in [house.agency.publish, house.agency.unpublish, house.agency.remove] {
            #expect(await refusal { try await verb(document.id.text, session.actor, session) } == "notFound refusal.not-found")
        }
        #expect(try await house.agency.documents().map(\.document) == [document])
    }

    @Test func `the operator adds, lists, reads and publishes documents`() async throws {
        let house = try await House()
        let agency = house.agency
        let document = try await agency.addDocument(
            client: .of("acme"), case: .of("lease"), name: "plan.txt", bytes: Pieces("The plan is this.\n"), publish: false)
        #expect(document.origin == .staff && document.visibility == .internal && document.person == nil)
        #expect(try await agency.documents(client: .of("acme")).map(\.caseSlug.text) == ["lease"])
        #expect(try await agency.documents(client: .of("beta")).isEmpty)
        let opened = try await agency.documentBytes(document.id.text)
        var bytes: [UInt8] = []
        for try await chunk in opened.chunks(0..<opened.size) { bytes += chunk }
        #expect(String(decoding: bytes, as: UTF8.self) == "The plan is this.\n")
        #expect(try await agency.publish(document: document.id.text, by: .operator).visibility == .client)
        #expect(try await house.read(house.small.session(house.small.anna), document.id) == "The plan is this.\n")
        #expect(
            await refusal {
                try await agency.addDocument(
                    client: .of("acme"), case: .of("none"), name: "a.txt", bytes: Pieces("Text."), publish: false)
            } == "notFound refusal.case.none")
        #expect(
            await refusal {
                try await agency.addDocument(
                    client: .of("acme"), case: .of("lease"), name: "a.exe", bytes: Pieces("MZ\u{0}\u{1}"), publish: false)
            }?.hasPrefix("unsupportedType") == true)
        #expect(await refusal { try await agency.documentBytes("x") } == "notFound refusal.document.none")
        #expect(try house.files == 1)
    }
}
