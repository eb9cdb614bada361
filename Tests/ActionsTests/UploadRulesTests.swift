import Documents
import Model
import Records
import Testing

@testable import Actions

@Suite struct UploadRulesTests {
    private static let text = "Some text here.\n"
    private static let table = "a,b\n1,2\n3,4\n"

    /// A house whose clients may send tables of at most 1 MB.
    private func house(_ kinds: String = "sheet", _ megabytes: String = "1") async throws -> House {
        let house = try await House()
        _ = try await house.agency.set([("upload_kinds", kinds), ("upload_largest", megabytes)])
        try await house.agency.settled()
        return house
    }

    @Test func `every type that is taken is of exactly one kind, under its label`() {
        for type in TypeTable.all {
            let kinds = UploadKind.allCases.filter { $0.takes(type.media) }
            #expect(kinds.count == 1 && kinds.first?.labels.contains(type.label) == true, "\(type.label)")
            let accepted = kinds.first?.accept.split(separator: ",").map(String.init) ?? []
            #expect(accepted.contains("." + type.extensions[0]) || accepted.contains("image/*"), "\(type.label)")
        }
        #expect(UploadKind.allCases.flatMap(\.labels).count == TypeTable.all.count)
    }

    @Test func `a form's file of another kind is refused with what is taken, and one beside it is kept`() async throws {
        let house = try await house()
        let anna = house.small.session(house.small.anna)
        let receipt = try await house.upload(anna, [("a.txt", Self.text), ("b.csv", Self.table)])
        #expect(receipt.files.map { $0.refusal?.word } == ["refusal.upload.kind", nil])
        #expect(receipt.files[0].refusal?.arguments["types"] == "XLSX, ODS, CSV")
        #expect(try house.files == 1)
        let large = String(repeating: "1,2\n", count: 1 << 18) + "3,4\n"
        let second = try await house.upload(anna, [("large.csv", large)])
        #expect(second.files.map { $0.refusal?.word } == ["refusal.document.tooLarge"])
        #expect(second.files[0].refusal?.arguments["limit"] == "1\u{A0}MB")
        #expect(try house.files == 1)
    }

    @Test func `staff are not bound by it`() async throws {
        let house = try await house()
        let receipt = try await house.upload(house.small.session(house.small.olga), [("a.txt", Self.text)])
        #expect(receipt.files.allSatisfy { $0.refusal == nil })
    }

    @Test func `a message with such a file comes back whole`() async throws {
        let house = try await house()
        let anna = house.small.session(house.small.anna)
        #expect(
            await refusal { try await house.write(anna, "See here", files: [("a.txt", Self.text)]) }
                == "unsupportedType refusal.upload.kind")
        #expect(try house.files == 0)
        try await house.write(anna, "See here", files: [("b.csv", Self.table)])
    }

    @Test func `an upload in pieces is refused by its length before a byte is sent, and by its bytes at its end`() async throws {
        let house = try await house()
        let anna = house.small.session(house.small.anna)
        func begin(_ name: String, _ length: Int64) async throws -> ResumableUpload {
            try await house.agency.beginResumable(
                anna, client: .of("acme"), case: .of("lease"), NewResumable(name: name, length: length))
        }
        #expect(await refusal { try await begin("b.csv", (1 << 20) + 1) } == "tooLarge refusal.document.tooLarge")
        let upload = try await begin("a.txt", Int64(Self.text.utf8.count))
        #expect(
            await refusal {
                try await house.agency.resume(
                    anna, client: .of("acme"), case: .of("lease"), id: upload.id.text, Chunk(offset: 0), bytes: Pieces(Self.text))
            } == "unsupportedType refusal.upload.kind")
        #expect(try house.files == 0)
        // It is over, and stands on its receipt.
        #expect(
            await refusal {
                try await house.agency.resumable(anna, client: .of("acme"), case: .of("lease"), id: upload.id.text)
            } == "notFound refusal.not-found")
    }

    @Test func `what is asked for only narrows it`() async throws {
        let house = try await house("pdf,sheet")
        let anna = house.small.session(house.small.anna)
        let request = try await house.ask([
            .init(title: "Anything", largest: 5 << 20), .init(title: "Both", kinds: .pdfOrPhoto),
            .init(title: "Text", kinds: .pdf),
            .init(title: "Letter", kinds: .document),
        ])
        let page = try await house.page(anna, "cases/lease/")
        #expect(page.contains("PDF or Excel and OpenDocument tables, CSV, at most 1\u{A0}MB"))
        #expect(page.contains("Word or OpenDocument text, at most 1\u{A0}MB"))
        #expect(page.contains("accept=\".pdf\"") && page.contains("Taken: PDF or Excel and OpenDocument tables, CSV."))
        for (place, name, text, word) in [
            (0, "a.txt", Self.text, "refusal.upload.kind"), (1, "b.csv", Self.table, "refusal.paper.pdf-photo"),
            (2, "b.csv", Self.table, "refusal.paper.pdf"), (3, "a.txt", Self.text, "refusal.upload.kind"),
        ] {
            let receipt = try await house.send(anna, [(name, Array(text.utf8))], for: request.papers[place])
            #expect(receipt.files.map { $0.refusal?.word } == [word])
        }
        _ = try await house.send(anna, [("b.csv", Array(Self.table.utf8))], for: request.papers[0])
    }

    @Test(arguments: [
        ("upload_kinds", "pdf, PHOTO", "pdf,photo"), ("upload_kinds", "photo,pdf,pdf", "pdf,photo"), ("upload_kinds", "", ""),
        ("upload_kinds", "pdf,photo,document,sheet,slides,text", ""), ("upload_largest", " 20 ", "20"),
        ("upload_largest", "", ""),
    ])
    func `a rule is kept in its one spelling`(_ key: String, _ typed: String, _ kept: String) throws {
        #expect(try AgencySettings.value(key, typed, languages: ["en"]) == kept)
    }

    @Test(arguments: [("upload_kinds", "pdf,exe"), ("upload_largest", "0"), ("upload_largest", "1.5"), ("upload_largest", "-3")])
    func `what is no rule is refused`(_ key: String, _ typed: String) {
        #expect(throws: Refusal.self) { try AgencySettings.value(key, typed, languages: ["en"]) }
    }
}
