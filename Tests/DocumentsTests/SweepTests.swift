import Foundation
import Model
import Testing

@testable import Documents

@Suite struct SweepTests {
    private let hour: Int64 = 3600

    @Test func `a file that no row knows goes to the trash once it is old, and is gone a week later`() throws {
        let folder = try TemporaryFolder()
        let room = try Room(folder: folder)
        let (kept, orphan) = (try room.receive(pdf(100), name: "a.pdf"), try room.receive(pdf(100), name: "b.pdf"))
        let known: (ID<Client>, ID<Document>) -> Bool = { $0 == room.client && $1 == kept.id }
        let now = World.real.now()

        var result = try room.store.sweep(known: known, olderThan: now.adding(seconds: -hour))
        #expect((result.young, result.moved) == (1, 0))
        result = try room.store.sweep(known: known, olderThan: now.adding(seconds: hour))
        #expect((result.young, result.moved, result.emptied, result.heldBack) == (0, 1, 0, 0))
        #expect(room.names() == [kept.id.text])
        try room.store.verify(kept)
        #expect(refusal { _ = try room.store.open(orphan) }?.word == "refusal.store.lost")
        #expect(try FileManager.default.contentsOfDirectory(atPath: room.path + "/.trash").count == 1)

        var later = World.real
        later.now = { now.adding(seconds: 8 * 24 * 3600) }
        let reopened = try DocumentStore(folder: room.path, agency: room.agency, keys: room.keys, limits: Limits(), world: later)
        #expect(try reopened.sweep(known: known, olderThan: now).emptied == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: room.path + "/.trash") == [])
        try reopened.verify(kept)
    }

    @Test func `more unknown files than a crash can leave are left alone`() throws {
        let room = try Room()
        for _ in 0..<21 { _ = try room.receive(Array("Labas\n".utf8), name: "a.txt") }
        let result = try room.store.sweep(known: { _, _ in false }, olderThan: World.real.now().adding(seconds: hour))
        #expect((result.heldBack, result.moved) == (21, 0))
        #expect(room.names().count == 21)
    }

    @Test func `left-over temporary files go at once, those under way and strange ones stay`() throws {
        let room = try Room()
        _ = try room.receive(pdf(100), name: "a.pdf")
        let folder = room.path + "/" + room.client.text
        for name in [".incoming-00ff", "notes.txt"] { try Data([1]).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        // As on a file system that has no files without a name.
        room.store.withState { $0.hasUnnamed = false }
        let incoming = try room.store.receive(client: room.client, document: World.real.id(), name: "b.pdf")
        try incoming.write(pdf(100))
        #expect(room.names().filter { $0.hasPrefix(".incoming-") }.count == 2)
        let result = try room.store.sweep(known: { _, _ in true }, olderThan: World.real.now())
        #expect(result.temporary == 1)
        #expect(result.strange == [room.client.text + "/notes.txt"])
        try room.store.verify(room.document(try incoming.finish()))
        let given = try room.store.receive(client: room.client, document: World.real.id(), name: "c.pdf")
        given.discard()
        #expect(room.names().filter { $0.hasPrefix(".incoming-") }.isEmpty)
        #expect(room.names().count == 3)
    }

    @Test func `the list names every file by client and id`() throws {
        let room = try Room()
        let document = try room.receive(pdf(100), name: "a.pdf")
        let list = try room.store.list()
        #expect(list.count == 1)
        #expect(list.first?.0 == room.client)
        #expect(list.first?.1 == document.id)
    }
}
