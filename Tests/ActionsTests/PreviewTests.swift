import Documents
import Foundation
import Model
import Records
import Testing

@testable import Actions

@Suite(.enabled(if: hasSandbox)) struct PreviewTests {
    /// Uploads a file as Anna, does what waits for the background, and gives its id.
    private func brought(_ house: House, _ name: String, _ bytes: [UInt8]) async throws -> ID<Document> {
        let anna = house.small.session(house.small.anna)
        let upload = try await house.agency.beginUpload(
            anna, client: .of("acme"), case: .of("lease"), visibility: nil)
        try await upload.receive(name: name, bytes: Pieces(bytes))
        let receipt = try await upload.finish()
        return try #require(receipt.files.first?.document)
    }

    private func bytes(_ opened: OpenedDocument?) async throws -> [UInt8] {
        let opened = try #require(opened)
        var bytes: [UInt8] = []
        for try await chunk in opened.chunks(0..<opened.size) { bytes += chunk }
        return bytes
    }

    private func has(_ bytes: [UInt8], _ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }

    @Test func `others open a photo without the place where it was taken; who brought it and staff may have the original`()
        async throws
    {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        #expect(has(PreviewSamples.photo, "PorticoCam") && has(PreviewSamples.photo, "Exif"))
        let id = try await brought(house, "IMG_1.jpg", PreviewSamples.photo)
        // Not before the copy is there.
        let early = await refusal { try await house.agency.document(olga, client: .of("acme"), id: id.text) }
        #expect(early == "unavailable refusal.document.preparing")
        try await house.agency.workOff()
        for reader in [anna, olga] {
            let opened = try await house.agency.document(reader, client: .of("acme"), id: id.text)
            let seen = try await bytes(opened)
            #expect(opened.type == "image/jpeg" && opened.name == "IMG_1.jpg")
            #expect(seen.starts(with: [0xFF, 0xD8]) && !has(seen, "PorticoCam") && !has(seen, "Exif"))
            // Turned as the camera said, because nothing says so any more.
            #expect(opened.width == 32 && opened.height == 48)
            let original = try await house.agency.original(reader, client: .of("acme"), id: id.text)
            #expect(try await bytes(original) == PreviewSamples.photo)
        }
        for kind in [Derived.Kind.thumbnail, .preview] {
            let picture = try await bytes(house.agency.picture(kind, anna, client: .of("acme"), id: id.text))
            #expect(picture.starts(with: [0xFF, 0xD8]) && !has(picture, "Exif"))
        }
    }

    @Test func `a staff's photo gives its original to no contact`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let document = try await house.agency.addDocument(
            client: .of("acme"), case: .of("lease"), name: "wall.jpg", bytes: Pieces(PreviewSamples.photo), publish: true,
            by: olga.actor)
        try await house.agency.workOff()
        _ = try await house.agency.document(anna, client: .of("acme"), id: document.id.text)
        let answer = await refusal { try await house.agency.original(anna, client: .of("acme"), id: document.id.text) }
        #expect(answer == "notFound refusal.not-found")
        let view = try await house.agency.view(anna, client: .of("acme"), id: document.id.text)
        #expect(!view.mayHaveOriginal && view.preview?.width == 32)
        _ = try await house.agency.unpublish(document: document.id.text, by: olga.actor, session: olga)
        for kind in [Derived.Kind.thumbnail, .preview] {
            let gone = await refusal {
                try await house.agency.picture(kind, anna, client: .of("acme"), id: document.id.text)
            }
            #expect(gone == "notFound refusal.not-found")
        }
    }

    @Test func `of a PDF there are its first page and its words, and the original is what is opened`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let pdf = PreviewSamples.pdf("Quarterly walnut report")
        let id = try await brought(house, "report.pdf", pdf)
        try await house.agency.workOff()
        let view = try await house.agency.view(anna, client: .of("acme"), id: id.text)
        #expect(view.preview?.width == 1600 && view.conversion.state == .made)
        #expect(try await bytes(house.agency.document(anna, client: .of("acme"), id: id.text)) == pdf)
        let made = try await house.agency.records.read { try $0.derived(of: id) }
        #expect(made.map(\.kind) == [.preview, .text, .thumbnail])
        let text = try #require(made.first { $0.kind == .text })
        let opened = try house.agency.documents.open(text.sealed)
        #expect(String(decoding: try opened.read(0..<opened.size), as: UTF8.self).contains("Quarterly walnut report"))
    }

    @Test func `what a contact wrote into a document is found nowhere once they are erased, whatever is read again`()
        async throws
    {
        let house = try await House()
        let (small, agency) = (house.small, house.agency)
        let rita = Person(id: agency.world.id(), email: "rita@walnut.example", name: "Rita Quokkaite", role: .contact)
        try await agency.change { connection, _ in
            try connection.insert(rita)
            try connection.insert(
                Contact(id: agency.world.id(), client: small.acme.id, person: rita.id, language: "en", sees: .all))
        }
        // Their own, one of another client that names them over the end of a line, and one that names nobody.
        let own = try await agency.keep("Zebra Street 7, that is me", named: "own.txt", on: small.lease, .client)
        try await agency.change { connection, _ in
            _ = try connection.run("UPDATE document SET person = \(rita.id) WHERE id = \(own.id)")
        }
        let other = try await agency.keep(
            "Signed: Rita\nQUOKKAITE, rita@walnut.example", named: "x.txt", on: small.audit, .internal)
        _ = try await agency.keep("A quiet almanac", named: "y.txt", on: small.lease, .internal)
        try await agency.workOff()
        let words = ["Quokkaite", "walnut", "zebra", "almanac"]
        func counts() async throws -> [Int] {
            try await agency.records.read { connection in
                try words.map { try connection.fullText.count(SearchQuery($0, kind: .document)) }
            }
        }
        #expect(try await counts() == [1, 1, 1, 1])
        // Not read yet when they go.
        let late = try await agency.keep("Rita Quokkaite was late", named: "late.txt", on: small.lease, .client)

        let receipt = try await agency.eraseSubject(.person(rita.id))
        #expect(receipt.left == 0 && receipt.mentions["search_row"] == 2)
        #expect(try await counts() == [0, 0, 0, 1])
        try await agency.room.work { try $0.indexEverything() }
        try await agency.workOff()
        #expect(try await counts() == [0, 0, 0, 1])
        for document in [own, other, late] {
            #expect(try await agency.records.read { try $0.derived(.text, of: document.id) } == nil)
            #expect(try await agency.records.read { try $0.conversion(of: document.id)?.reason } == .forgotten)
        }
        try await agency.records.scrub()
        let folder = agency.settings.folder(of: agency.slug.text)
        for file in try Disk.files(below: folder) {
            let text = String(decoding: try Data(contentsOf: URL(filePath: folder + "/" + file)), as: UTF8.self).lowercased()
            for word in ["quokkaite", "zebra street"] { #expect(!text.contains(word), "\(word) in \(file)") }
        }
        #expect(try await house.workspace.check() == [])
    }

    @Test(arguments: [
        ("bomb.png", PreviewSamples.pixelBomb, Conversion.Reason.large),
        ("cut.jpg", Array(PreviewSamples.photo.dropLast(90)), .damaged),
        ("locked.pdf", PreviewSamples.locked, .encrypted), ("deep.pdf", PreviewSamples.deep, .damaged),
    ])
    func `a bomb or a broken file has no preview and a plain reason, and the next document is served`(
        name: String, bytes: [UInt8], reason: Conversion.Reason
    ) async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let id = try await brought(house, name, bytes)
        let next = try await brought(house, "next.pdf", PreviewSamples.pdf("Still here"))
        try await house.agency.workOff()
        let view = try await house.agency.view(anna, client: .of("acme"), id: id.text)
        #expect(view.conversion.state == .none && view.conversion.reason == reason && view.preview == nil)
        #expect(try await house.agency.picture(.thumbnail, anna, client: .of("acme"), id: id.text) == nil)
        if view.document.isPhoto {
            let answer = await refusal { try await house.agency.document(anna, client: .of("acme"), id: id.text) }
            #expect(answer == "conflict refusal.document.no-copy")
            _ = try await house.agency.original(anna, client: .of("acme"), id: id.text)
        }
        #expect(try await house.agency.picture(.thumbnail, anna, client: .of("acme"), id: next.text) != nil)
    }

    @Test func `of a Word or OpenDocument text there are its words, without marks and without what was deleted`() async throws {
        let house = try await House()
        let markup = """
            <?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p><w:pPr/><w:r><w:t>Quarterly</w:t></w:r></w:p><w:p w:rsid="1">\
            <w:r><w:t xml:space="preserve">walnut &amp; Ąžuolas&#x41;&lt;b&gt;</w:t><w:tab/><w:t>re</w:t><w:t>port</w:t></w:r>\
            <w:del><w:delText>never mind</w:delText></w:del><w:instrText>PAGE</w:instrText></w:p></w:body></w:document>
            """
        let texts = [
            ("packed.docx", try PreviewSamples.docx(markup, isPacked: true)),
            ("plain.docx", try PreviewSamples.docx(markup, isPacked: false)),
            (
                "open.odt",
                try PreviewSamples.odt(
                    "<office:text><text:h>Quarterly</text:h><text:p>walnut &amp; Ąžuolas&#65;&lt;b&gt;<text:s/>report</text:p></office:text>"
                )
            ),
        ]
        for (name, bytes) in texts {
            let id = try await brought(house, name, bytes)
            try await house.agency.workOff()
            let made = try await house.agency.records.read { try $0.derived(of: id) }
            #expect(made.map(\.kind) == [.text], "\(name)")
            let opened = try house.agency.documents.open(try #require(made.first).sealed)
            let text = String(decoding: try opened.read(0..<opened.size), as: UTF8.self)
            #expect(text.trimmingCharacters(in: .whitespaces) == "Quarterly walnut & ĄžuolasA<b> report", "\(name)")
        }
    }

    @Test func `an Office file that has no end gives the beginning of its words or none, and the next one is read`() async throws
    {
        let house = try await House()
        // A quarter of a gigabyte, of one letter, in a megabyte: once as the file says, once as a file says that lies.
        let honest = try await brought(house, "honest.docx", try PreviewSamples.officeBomb(claiming: 1 << 30))
        let lying = try await brought(house, "lying.docx", try PreviewSamples.officeBomb(claiming: 4000))
        let next = try await brought(
            house, "next.docx", try PreviewSamples.docx("<w:p><w:t>Still here</w:t></w:p>", isPacked: true))
        try await house.agency.workOff()
        let reason = try await house.agency.records.read { try $0.conversion(of: honest) }?.reason
        #expect(reason == .large)
        for one in try await house.agency.records.read({ try $0.derived(of: lying) }) {
            #expect(one.size <= Converter.mostText)
        }
        #expect(try await house.agency.records.read { try $0.derived(of: next) }.map(\.kind) == [.text])
    }

    @Test func `removing a document removes all that was made of it, keys and bytes`() async throws {
        let house = try await House()
        let before = try house.files
        let id = try await brought(house, "IMG_1.jpg", PreviewSamples.photo)
        try await house.agency.workOff()
        #expect(try house.files == before + 4)
        _ = try await house.agency.remove(document: id.text, by: .operator)
        #expect(try house.files == before)
        #expect(try await house.agency.records.read { try $0.derived(of: id) } == [])
        let swept = try await house.agency.room.sweep(olderThan: 0)
        #expect(swept.moved == 0)
    }

    @Test func `what was made is no stranger to the sweep, and is made again when a backup left it out`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let id = try await brought(house, "IMG_1.jpg", PreviewSamples.photo)
        try await house.agency.workOff()
        #expect(try await house.agency.room.sweep(olderThan: 0).moved == 0)
        for one in try await house.agency.records.read({ try $0.derived(of: id) }) {
            try house.agency.documents.remove(client: one.client, document: one.id)
        }
        let answer = await refusal { try await house.agency.document(anna, client: .of("acme"), id: id.text) }
        #expect(answer == "unavailable refusal.document.preparing")
        try await house.agency.workOff()
        _ = try await house.agency.document(anna, client: .of("acme"), id: id.text)
    }

    @Test func `a stop while pictures are made leaves no bytes without a row, and is not held against the document`() async throws
    {
        let house = try await House()
        let before = try house.files
        let id = try await brought(house, "IMG_1.jpg", PreviewSamples.photo)
        let work = Task { try await house.agency.workOff() }
        // The first of its pictures is on the disk now: the rows are still to come.
        while try house.files == before + 1 { try await Task.sleep(for: .microseconds(200)) }
        work.cancel()
        _ = await work.result
        #expect(try house.files == before + 4)
        #expect(try await house.agency.records.read { try $0.derived(of: id).count } == 3)
        #expect(try await house.agency.records.read { try $0.conversion(of: id)?.tries } == 0)
        #expect(try await house.agency.room.sweep(olderThan: 0).moved == 0)
    }

    @Test func `a document with which the program died three times is left alone`() async throws {
        let house = try await House()
        let id = try await brought(house, "IMG_1.jpg", PreviewSamples.photo)
        // As a program leaves it that was killed at work.
        try await house.agency.room.work {
            try $0.save(Conversion(document: id, state: .waiting, tries: PreviewWork.mostTries))
        }
        try await house.agency.workOff()
        let conversion = try await house.agency.records.read { try $0.conversion(of: id) }
        #expect(conversion?.state == Conversion.State.none && conversion?.reason == .damaged)
    }

    @Test(arguments: [Broken.bytes, .key])
    func `a document that cannot be opened keeps no other waiting`(_ broken: Broken) async throws {
        let house = try await House()
        let first = try await brought(house, "IMG_1.jpg", PreviewSamples.photo)
        let second = try await brought(house, "next.pdf", PreviewSamples.pdf("Still here"))
        let document = try #require(try await house.agency.records.read { try $0.document(first) })
        switch broken {
        case .bytes: try house.agency.documents.remove(client: document.client, document: first)
        case .key:
            _ = try await house.agency.records.write {
                try $0.run(
                    "UPDATE document SET wrapped_key = (SELECT wrapped_key FROM document WHERE id = \(second)) WHERE id = \(first)"
                )
            }
        }
        try await house.agency.workOff()
        let (one, other) = try await house.agency.records.read { (try $0.conversion(of: first), try $0.conversion(of: second)) }
        #expect(one?.state == Conversion.State.none && one?.reason == .damaged)
        #expect(other?.state == .made)
    }

    enum Broken { case bytes, key }
}

@Suite struct PixelSizeTests {
    @Test func `the size of a picture is read from its header`() {
        #expect(PixelSize(head: PreviewSamples.photo, type: "image/jpeg")?.count == Int64(48 * 32))
        #expect(PixelSize(head: PreviewSamples.pixelBomb, type: "image/png")?.count == Int64(65_500) * 65_500)
        #expect(PixelSize(head: Array("GIF89a".utf8) + [2, 1, 3, 0], type: "image/gif")?.width == 258)
        for count in 0..<PreviewSamples.photo.count / 2 {
            // Cut anywhere it says the same or nothing.
            let size = PixelSize(head: Array(PreviewSamples.photo.prefix(count)), type: "image/jpeg")
            #expect(size == nil || size?.count == Int64(48 * 32))
        }
    }
}
