import Crypto
import Documents
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

/// Text that is long enough to come in pieces.
private func text(_ count: Int, _ mark: String = "line") -> [UInt8] {
    let line = Array("A \(mark) of a long letter.\n".utf8)
    return Array((0...(count / line.count)).flatMap { _ in line }.prefix(count))
}

extension House {
    fileprivate func begin(
        _ session: Session, _ length: Int, name: String = "letter.txt", batch: String? = nil, visibility: Visibility? = nil,
        client: String = "acme", case record: String = "lease"
    ) async throws -> ResumableUpload {
        try await agency.beginResumable(
            session, client: .of(client), case: .of(record),
            NewResumable(name: name, length: Int64(length), visibility: visibility, batch: batch))
    }

    fileprivate func resume<Bytes: AsyncSequence & Sendable>(
        _ session: Session, _ upload: ResumableUpload, at offset: Int, checksum: Checksum? = nil, _ bytes: Bytes,
        client: String = "acme"
    ) async throws -> Resumed where Bytes.Element == [UInt8] {
        try await agency.resume(
            session, client: .of(client), case: .of("lease"), id: upload.id.text,
            Chunk(offset: Int64(offset), checksum: checksum), bytes: bytes)
    }

    fileprivate func offset(_ session: Session, _ upload: ResumableUpload) async throws -> Int64 {
        try await agency.resumable(session, client: .of("acme"), case: .of("lease"), id: upload.id.text).received
    }

    /// Sends all of it at once.
    fileprivate func send(
        _ session: Session, _ bytes: [UInt8], name: String = "letter.txt", batch: String? = nil
    ) async throws -> ResumableUpload {
        let upload = try await begin(session, bytes.count, name: name, batch: batch)
        guard case .taken(let ended) = try await resume(session, upload, at: 0, Pieces(bytes)) else { throw Odd() }
        return ended
    }

    /// Names below documents/.uploads.
    fileprivate var staged: [String] {
        let folder = place.scratch.path("data/north/documents/.uploads")
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}

private struct Odd: Error {}

@Suite struct ResumableTests {
    @Test func `a file sent in pieces becomes the document that it would be at once`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let bytes = text(700_000)
        let upload = try await house.begin(anna, bytes.count)
        for (from, to) in [(0, 1), (1, 300_000), (300_000, 300_001), (300_001, 700_000)] {
            #expect(try await house.offset(anna, upload) == Int64(from))
            let resumed = try await house.resume(anna, upload, at: from, Pieces(Array(bytes[from..<to])))
            guard case .taken(let now) = resumed else { throw Odd() }
            #expect(now.received == Int64(to))
        }
        let ended = try await house.agency.resumable(anna, client: .of("acme"), case: .of("lease"), id: upload.id.text)
        let id = try #require(ended.document)
        #expect(try await house.read(anna, id) == String(decoding: bytes, as: UTF8.self))
        let document = try #require(try await house.agency.records.read { try $0.document(id) })
        #expect(document.sha256 == Array(SHA256.hash(data: bytes)) && document.type == "text/plain")
        #expect(document.origin == .client && document.visibility == .client && document.person == anna.person.id)
        #expect(try await house.page(anna, "cases/lease/").contains("letter.txt"))
        #expect(try await house.log(of: id.text) == ["document.upload", "document.read"])
        let (receipt, _, _) = try await house.agency.receipt(anna, client: .of("acme"), id: try #require(ended.receipt).text)
        #expect(receipt.files.map(\.sha256) == [document.sha256] && receipt.files.map(\.size) == [700_000])
        #expect(house.staged.isEmpty)
        // The last chunk, sent again because its answer was lost.
        guard case .elsewhere(700_000) = try await house.resume(anna, upload, at: 300_001, Pieces("x")) else { throw Odd() }
        #expect(try house.files == 1)
    }

    @Test func `what came before the connection broke is durable; a chunk with a checksum is whole or nothing`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let bytes = text(900_000)
        let upload = try await house.begin(anna, bytes.count)
        await #expect(throws: Pieces.Broken.self) {
            try await house.resume(anna, upload, at: 0, Pieces(bytes, size: 10_000, breaksAfter: 310_000))
        }
        #expect(try await house.offset(anna, upload) == 310_000)
        let rest = Array(bytes[310_000...])
        let sum = Checksum(.sha256, Array(SHA256.hash(data: rest)))
        await #expect(throws: Pieces.Broken.self) {
            try await house.resume(anna, upload, at: 310_000, checksum: sum, Pieces(rest, breaksAfter: 200_000))
        }
        #expect(try await house.offset(anna, upload) == 310_000)
        var wrong = rest
        wrong[0] ^= 1
        guard case .corrupt = try await house.resume(anna, upload, at: 310_000, checksum: sum, Pieces(wrong)) else { throw Odd() }
        #expect(try await house.offset(anna, upload) == 310_000)
        guard case .taken(let ended) = try await house.resume(anna, upload, at: 310_000, checksum: sum, Pieces(rest)) else {
            throw Odd()
        }
        #expect(try await house.read(anna, try #require(ended.document)) == String(decoding: bytes, as: UTF8.self))
    }

    @Test func `of two who write to one upload one is refused, and both cannot spoil it`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let bytes = text(600_000)
        let upload = try await house.begin(anna, bytes.count)
        let (slow, sender) = AsyncStream<[UInt8]>.makeStream()
        async let first = house.resume(anna, upload, at: 0, slow)
        sender.yield(Array(bytes[..<300_000]))
        for _ in 0..<500 where house.staged.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        guard case .busy = try await house.resume(anna, upload, at: 0, Pieces(bytes)) else { throw Odd() }
        sender.yield(Array(bytes[300_000...]))
        sender.finish()
        guard case .taken(let ended) = try await first else { throw Odd() }
        #expect(try await house.read(anna, try #require(ended.document)) == String(decoding: bytes, as: UTF8.self))
        // Many at once: one takes it, the others hear so.
        let race = try await house.begin(anna, 50_000)
        let other = text(50_000, "race")
        let won = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    if case .taken = try await house.resume(anna, race, at: 0, Pieces(other, size: 1000)) { true } else { false }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try house.files == 2)
    }

    @Test func `who has gone silent gives way to the next, and what came is kept`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let bytes = text(600_000)
        let upload = try await house.begin(anna, bytes.count)
        let (silent, sender) = AsyncStream<[UInt8]>.makeStream()
        async let first = house.resume(anna, upload, at: 0, silent)
        sender.yield(Array(bytes[..<400_000]))
        // However late the first one begins: who asks again and again is heard when it has been silent for long enough.
        let next = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(2500))
                _ = try? await house.resume(anna, upload, at: 0, Pieces([]))
            }
        }
        guard case .taken(let kept) = try await first else { throw Odd() }
        next.cancel()
        #expect(kept.received == 400_000)
        let rest = Pieces(Array(bytes[400_000...]))
        guard case .taken(let ended) = try await house.resume(anna, upload, at: 400_000, rest) else { throw Odd() }
        #expect(try await house.read(anna, try #require(ended.document)) == String(decoding: bytes, as: UTF8.self))
    }

    @Test func `files of a batch share one receipt, refused ones too`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let first = try await house.send(anna, text(1000, "first"), name: "one.txt", batch: "b1")
        let page = try await house.begin(anna, 90_000, name: "page.pdf", batch: "b1")
        #expect(
            await refusal { try await house.resume(anna, page, at: 0, Pieces(Array("<html>".utf8) + text(89_994))) }
                == "unsupportedType refusal.document.type.webPage")
        // What was refused is over.
        #expect(await refusal { try await house.offset(anna, page) } == "notFound refusal.not-found")
        let second = try await house.send(anna, text(2000, "second"), name: "two.txt", batch: "b1")
        let again = try await house.send(anna, text(1000, "first"), name: "again.txt", batch: "b1")
        #expect(first.receipt == second.receipt && second.receipt == again.receipt)
        let (receipt, _, _) = try await house.agency.receipt(anna, client: .of("acme"), id: try #require(first.receipt).text)
        #expect(receipt.files.map(\.name) == ["one.txt", "page.pdf", "two.txt", "again.txt"])
        #expect(receipt.files.map { $0.refusal == nil } == [true, false, true, true])
        #expect(receipt.files.map(\.isRepeat) == [false, false, false, true])
        #expect(again.document == first.document)
        #expect(try await house.send(anna, text(500, "alone")).receipt != first.receipt)
        #expect(try await house.log().contains("document.upload refused"))
        #expect(house.staged.isEmpty)
    }

    @Test func `the same bytes again answer already received, with the first receipt, by whatever way they come`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let form = try await house.upload(anna, [("a.txt", "The same text.\n"), ("b.txt", "Another text.\n")])
        let again = try await house.send(anna, Array("The same text.\n".utf8), batch: "b")
        #expect(again.receipt == form.id && again.document == form.files[0].document)
        let both = try await house.send(anna, Array("Another text.\n".utf8), batch: "b")
        #expect(both.receipt == form.id)
        // Beside something new there is a new receipt, which says so, of those before too.
        let new = try await house.send(anna, Array("Something new.\n".utf8), batch: "b")
        #expect(new.receipt != form.id)
        let (receipt, _, _) = try await house.agency.receipt(anna, client: .of("acme"), id: try #require(new.receipt).text)
        #expect(receipt.files.map(\.isRepeat) == [true, true, false])
        let found = try await house.agency.resumable(anna, client: .of("acme"), case: .of("lease"), id: again.id.text)
        #expect(found.receipt == new.receipt)
        #expect(try house.files == 3)
        #expect(try await house.upload(anna, [("c.txt", "Something new.\n")]).id == new.receipt)
    }

    @Test func `an upload is its own person's, in its own place`() async throws {
        let house = try await House()
        let (anna, ben, olga) = (
            house.small.session(house.small.anna), house.small.session(house.small.ben), house.small.session(house.small.olga)
        )
        let gone = "notFound refusal.not-found"
        let upload = try await house.begin(anna, 1000)
        for (session, client, record) in [
            (olga, "acme", "lease"), (ben, "acme", "lease"), (anna, "beta", "audit"), (anna, "acme", "none"),
        ] {
            let agency = house.agency
            #expect(
                await refusal {
                    try await agency.resumable(session, client: .of(client), case: .of(record), id: upload.id.text)
                } == gone)
            #expect(
                await refusal {
                    try await agency.giveUpResumable(session, client: .of(client), case: .of(record), id: upload.id.text)
                } == gone)
        }
        #expect(await refusal { try await house.resume(olga, upload, at: 0, Pieces("x")) } == gone)
        #expect(await refusal { try await house.begin(ben, 10, client: "beta", case: "audit") } == gone)
        #expect(await refusal { try await house.begin(anna, 10, visibility: .client) } == "usage refusal.upload.visibility")
        #expect(try await house.begin(olga, 10).visibility == .internal)
        #expect(try await house.begin(olga, 10, visibility: .client).visibility == .client)
        // Who loses the right meanwhile brings nothing.
        let bytes = text(1000)
        try await house.agency.setDisabled(house.small.anna.email, true)
        #expect(await refusal { try await house.resume(anna, upload, at: 0, Pieces(bytes)) } == gone)
        #expect(try house.files == 0)
    }

    @Test func `limits: a file, a batch, a chunk, nothing at all`() async throws {
        let house = try await House { settings in
            settings.limits.file = 1000
            (settings.upload.files, settings.upload.bytes) = (2, 1500)
        }
        let anna = house.small.session(house.small.anna)
        #expect(await refusal { try await house.begin(anna, 1001) } == "tooLarge refusal.document.tooLarge")
        #expect(await refusal { try await house.begin(anna, 0) } == "unsupportedType refusal.document.type.empty")
        let first = try await house.begin(anna, 1000, batch: "b")
        #expect(await refusal { try await house.begin(anna, 501, batch: "b") } == "tooLarge refusal.upload.size")
        _ = try await house.begin(anna, 500, batch: "b")
        #expect(await refusal { try await house.begin(anna, 1, batch: "b") } == "tooLarge refusal.upload.files")
        #expect(try await house.begin(anna, 1000, batch: "c").batchReceipt != first.batchReceipt)
        #expect(
            await refusal { try await house.resume(anna, first, at: 0, Pieces(text(1001), size: 100)) }
                == "tooLarge refusal.upload.length")
        #expect(try await house.offset(anna, first) == 0)
        for _ in 0..<97 { _ = try await house.begin(anna, 1) }
        #expect(await refusal { try await house.begin(anna, 1) } == "tooMany refusal.upload.open")
    }

    @Test func `a contact cannot keep others out by announcing much; staff may announce what fits on the disk`() async throws {
        let house = try await House { settings in settings.upload.bytes = 1500 }
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        for batch in ["a", "b"] { _ = try await house.begin(anna, 1500, batch: batch) }
        #expect(await refusal { try await house.begin(anna, 1, batch: "c") } == "tooMany refusal.upload.open")
        for batch in ["a", "b", "c"] { _ = try await house.begin(olga, 1500, batch: batch) }
    }

    @Test func `given up, over its time or without its bytes, an upload leaves nothing`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let bytes = text(5000)
        let (cancelled, late, lost, kept) = (
            try await house.begin(anna, 9000), try await house.begin(anna, 9000), try await house.begin(anna, 9000),
            try await house.begin(anna, 9000)
        )
        for upload in [cancelled, lost, late] { _ = try await house.resume(anna, upload, at: 0, Pieces(bytes)) }
        try await house.agency.giveUpResumable(anna, client: .of("acme"), case: .of("lease"), id: cancelled.id.text)
        #expect(await refusal { try await house.offset(anna, cancelled) } == "notFound refusal.not-found")
        #expect(house.staged == [late.id.text, lost.id.text].sorted())
        let done = try await house.send(anna, text(10))
        #expect(
            await refusal {
                try await house.agency.giveUpResumable(anna, client: .of("acme"), case: .of("lease"), id: done.id.text)
            } == "conflict refusal.upload.ended")
        house.place.clock.advance(seconds: 23 * 3600)
        _ = try await house.resume(anna, kept, at: 0, Pieces(bytes))
        try house.agency.documents.removePieces(of: lost.id)
        try await house.agency.room.sweepResumables()
        #expect(try await house.offset(anna, late) == 5000)
        #expect(await refusal { try await house.offset(anna, lost) } == "notFound refusal.not-found")
        house.place.clock.advance(seconds: 2 * 3600)
        #expect(await refusal { try await house.offset(anna, late) } == "notFound refusal.not-found")
        try await house.agency.room.sweepResumables()
        #expect(house.staged == [kept.id.text])
        #expect(try await house.agency.records.read { try $0.resumables().map(\.id) } == [kept.id])
        #expect(try await house.log().filter { $0 == "upload.cancel" }.count == 1)
    }

    @Test func `killed at any step, the opening goes on from what was acknowledged`() async throws {
        let house = try await House()
        let anna = house.small.session(house.small.anna)
        let bytes = text(400_000)
        let upload = try await house.begin(anna, bytes.count)
        _ = try await house.resume(anna, upload, at: 0, Pieces(Array(bytes[..<100_000])))
        // Sealed and on the disk, but not on the records: as when the power fails between the two.
        let last = try #require(try await house.agency.records.read { try $0.pieces(of: upload.id) }.last)
        let incoming = try house.agency.documents.receivePiece(
            of: upload.id, client: upload.client, start: last.end, place: last.nextPlace, name: "letter.txt", checksum: nil)
        try incoming.write(Array(bytes[100_000...]))
        let unsaid = try #require(try incoming.finish())
        // And the document made of it, but not filed.
        let pieces = [last, unsaid]
        let stray = try house.agency.documents.receive(client: upload.client, document: World.real.id(), name: "letter.txt")
        try stray.write(bytes)
        _ = try stray.finish()
        let copy = try Place(copying: house.place)
        let workspace = try copy.workspace()
        let agency = try await workspace.agency(.of("north"))
        let found = try await agency.resumable(anna, client: .of("acme"), case: .of("lease"), id: upload.id.text)
        #expect(found.received == 100_000 && found.receipt == nil)
        let swept = try agency.documents.sweep(known: { _, _ in false }, olderThan: Instant(milliseconds: .max / 2))
        #expect(swept.moved == 1, "what was not filed is swept")
        #expect(try await agency.records.read { try $0.documents() }.isEmpty)
        let resumed = try await agency.resume(
            anna, client: .of("acme"), case: .of("lease"), id: upload.id.text, Chunk(offset: 100_000),
            bytes: Pieces(Array(bytes[100_000...])))
        guard case .taken(let ended) = resumed else { throw Odd() }
        let id = try #require(ended.document)
        let document = try #require(try await agency.records.read { try $0.document(id) })
        #expect(document.sha256 == Array(SHA256.hash(data: bytes)) && pieces.count == 2)
        try agency.documents.verify(document)
        await workspace.stop()
    }
}
