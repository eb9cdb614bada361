import Crypto
import Foundation
import Glibc
import Model
import Synchronization
import Testing

@testable import Documents

/// Something a test turns on while others look.
private final class Switch: Sendable {
    private let state = Mutex(false)
    var isOn: Bool {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

@Suite struct StoreTests {
    @Test(arguments: [100, 16_384, 65_535, 65_536, 65_537, 200_000, 1_500_000]) func `what was received is given back`(
        _ size: Int
    ) throws {
        let room = try Room()
        let bytes = pdf(size)
        for piece in [size, 1013, 65_536] {
            let document = try room.receive(bytes, name: "C:\\Users\\Ona\\sutartis.pdf", piece: piece)
            #expect(document.name == "sutartis.pdf")
            #expect(document.size == Int64(size))
            #expect(document.sha256 == Array(SHA256.hash(data: bytes)))
            #expect(document.wrappedKey.count == 60)
            try room.store.verify(document)
            #expect(try room.store.open(document).read(0..<Int64(size)) == bytes)
            let sealed = try room.sealed(document)
            #expect(sealed.count == Int(Cobblestone.sealedLength(Int64(size))))
            #expect(!Data(sealed).contains(Data("%PDF".utf8)))
        }
        #expect(try room.store.list().count == 3)
    }

    @Test func `a file that arrives byte by byte is the same`() throws {
        let room = try Room()
        let document = try room.receive(pdf(3000), name: "a.pdf", piece: 1)
        try room.store.verify(document)
    }

    @Test func `folders and files are for nobody else`() throws {
        let room = try Room()
        let document = try room.receive(pdf(100), name: "a.pdf")
        for (path, mode) in [(room.path, 0o700), (room.path + "/" + room.client.text, 0o700), (room.file(document), 0o600)] {
            let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(found == mode, "\(path)")
        }
    }

    @Test func `nothing stays of a file that was given up or refused`() throws {
        let room = try Room()
        let incoming = try room.store.receive(client: room.client, document: World.real.id(), name: "a.pdf")
        try incoming.write(pdf(1_000_000))
        incoming.discard()
        incoming.discard()
        #expect(refusal { try incoming.write([1]) }?.word == "refusal.store.ended")
        #expect(refusal { _ = try incoming.finish() }?.word == "refusal.store.ended")
        _ = refusal { _ = try room.receive([0, 1, 2], name: "a.pdf") }
        #expect(room.names() == [])
        let kept = try room.store.receive(client: room.client, document: World.real.id(), name: "a.pdf")
        try kept.write(pdf(100))
        _ = try kept.finish()
        kept.discard()
        #expect(room.names().count == 1)
    }

    @Test func `more bytes than the limit are refused when they come`() throws {
        let room = try Room(limits: Limits(file: 2 << 20))
        _ = try room.receive(pdf(2 << 20), name: "a.pdf")
        let incoming = try room.store.receive(client: room.client, document: World.real.id(), name: "../b.pdf")
        try incoming.write(pdf(2 << 20))
        do {
            try incoming.write([1])
            Issue.record("one byte too many was taken")
        } catch let refused as Refusal {
            #expect(refused.kind == .tooLarge)
            #expect(refused.arguments == ["name": "b.pdf", "limit": "2 MiB"])
        }
        #expect(room.names().count == 1)
    }

    @Test func `an id has one file for ever`() throws {
        let room = try Room()
        let document = try room.receive(pdf(100), name: "a.pdf")
        #expect(refusal { _ = try room.receive(pdf(200), name: "b.pdf", as: document.id) }?.kind == .conflict)
        try room.store.verify(document)
        #expect(room.names().count == 1)
    }

    @Test(arguments: [
        "..", "../x", "", "a/b", "018F3C5E-7A10-7B1C-8D2E-3F4A5B6C7D8E", "018f3c5e-7a10-7b1c-8d2e-3f4a5b6c7d8e/../..", ".trash",
    ])
    func `only ids name a file`(_ text: String) throws {
        let room = try Room()
        var document = try room.receive(pdf(100), name: "a.pdf")
        #expect(refusal { _ = try room.store.receive(client: ID(text), document: World.real.id(), name: "a") }?.kind == .invalid)
        #expect(refusal { _ = try room.store.receive(client: room.client, document: ID(text), name: "a") }?.kind == .invalid)
        #expect(refusal { try room.store.remove(client: room.client, document: ID(text)) }?.kind == .invalid)
        document.client = ID(text)
        #expect(refusal { _ = try room.store.open(document) }?.kind == .invalid)
    }

    @Test func `a link planted in the store is not followed`() throws {
        let room = try Room()
        let document = try room.receive(pdf(100), name: "a.pdf")
        let elsewhere = room.folder.path + "/elsewhere"
        try FileManager.default.moveItem(atPath: room.file(document), toPath: elsewhere)
        #expect(symlink(elsewhere, room.file(document)) == 0)
        #expect(refusal { _ = try room.store.open(document) }?.kind == .failed)
        // A client's whole folder as a link: neither read nor written.
        let other: ID<Client> = World.real.id()
        #expect(symlink(room.folder.path, room.path + "/" + other.text) == 0)
        #expect(refusal { _ = try room.store.receive(client: other, document: World.real.id(), name: "a.pdf") }?.kind == .failed)
        #expect(refusal { try room.store.remove(client: other, document: World.real.id()) }?.kind == .failed)
        // A pipe must not make a reader wait.
        unlink(room.file(document))
        #expect(mkfifo(room.file(document), 0o600) == 0)
        #expect(refusal { _ = try room.store.open(document) }?.kind == .failed)
    }

    @Test func `bytes of one client, document or agency do not pass for another's`() throws {
        let (room, other) = (try Room(), try Room())
        let (one, two) = (try room.receive(pdf(100), name: "a.pdf"), try room.receive(pdf(100), name: "b.pdf"))
        try room.put(room.sealed(two), as: one)
        #expect(refusal { _ = try room.store.open(one) }?.word == "refusal.store.damaged")
        var borrowed = two
        borrowed.wrappedKey = one.wrappedKey
        #expect(refusal { _ = try room.store.open(borrowed) }?.kind == .wrongKey)
        #expect(refusal { _ = try other.store.open(two) }?.kind == .wrongKey)
    }

    @Test func `verify names what is wrong`() throws {
        let room = try Room()
        let document = try room.receive(pdf(50_000), name: "a.pdf")
        let sealed = try room.sealed(document)
        var changed = document
        changed.sha256[0] ^= 1
        #expect(refusal { try room.store.verify(changed) }?.word == "refusal.store.digest")
        changed = document
        changed.size -= 1
        #expect(refusal { try room.store.verify(changed) }?.word == "refusal.store.size")
        var bytes = sealed
        bytes[100] ^= 1
        try room.put(bytes, as: document)
        #expect(refusal { try room.store.verify(document) }?.word == "refusal.store.damaged")
        bytes = sealed
        bytes[4] = 2
        try room.put(bytes, as: document)
        #expect(refusal { try room.store.verify(document) }?.kind == .newer)
        try room.store.remove(client: document.client, document: document.id)
        #expect(refusal { try room.store.verify(document) }?.word == "refusal.store.lost")
        try room.store.remove(client: document.client, document: document.id)
        try room.store.remove(client: World.real.id(), document: document.id)
    }

    @Test func `without the client's key nothing opens`() throws {
        let room = try Room()
        let document = try room.receive(pdf(100), name: "a.pdf")
        try room.keys.destroy(client: room.client)
        #expect(refusal { _ = try room.store.open(document) }?.kind == .wrongKey)
    }

    @Test func `a failed fsync makes the store read-only, and reading goes on`() throws {
        let breaks = Switch()
        let room = try Room {
            breaks.isOn
                ? {
                    errno = EIO; return -1
                }() : fsync($0)
        }
        let document = try room.receive(pdf(100), name: "a.pdf")
        breaks.isOn = true
        #expect(refusal { _ = try room.receive(pdf(100), name: "b.pdf") }?.kind == .unavailable)
        breaks.isOn = false
        #expect(room.store.isReadOnly)
        #expect(refusal { _ = try room.receive(pdf(100), name: "c.pdf") }?.word == "refusal.store.readOnly")
        #expect(refusal { try room.store.remove(client: room.client, document: document.id) }?.kind == .unavailable)
        #expect(refusal { _ = try room.store.sweep(known: { _, _ in true }, olderThan: World.real.now()) }?.kind == .unavailable)
        try room.store.verify(document)
        #expect(room.names().count == 1)
    }

    @Test func `below the reserve nothing is taken, and what is there is read`() throws {
        let folder = try TemporaryFolder()
        let none = try Room(limits: Limits(reserveShare: 1, reserveBytes: .max), folder: folder)
        #expect(try none.store.freeBytes() == 0)
        #expect(refusal { _ = try none.receive(pdf(100), name: "a.pdf") }?.kind == .full)
        let all = try Room(limits: Limits(reserveShare: 0, reserveBytes: 0))
        _ = try all.receive(pdf(100), name: "a.pdf")
    }

    @Test func `the reserve is the smaller of share and bytes`() {
        let limits = Limits()
        #expect(limits.reserve(ofDisk: 4_000_000_000_000) == 200_000_000)
        #expect(limits.reserve(ofDisk: 1_000_000_000) == 50_000_000)
        #expect(limits.reserve(ofDisk: 0) == 0)
        #expect(Limits(reserveShare: 7, reserveBytes: .max).reserve(ofDisk: .max) > 0)
    }

    @Test func `a full disk refuses, keeps what it has, and takes again once there is room`() throws {
        let folder = try TemporaryFolder()
        // Only an administrator may mount; elsewhere there is no small disk to fill.
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=2m") == 0 else { return }
        defer { umount2(folder.path, Int32(MNT_DETACH)) }
        let room = try Room(limits: Limits(reserveShare: 0, reserveBytes: 0), folder: folder)
        let first = try room.receive(pdf(500_000), name: "a.pdf")
        #expect(refusal { _ = try room.receive(pdf(3_000_000), name: "b.pdf") }?.kind == .full)
        #expect(room.names().count == 1)
        try room.store.verify(first)
        _ = try room.receive(pdf(500_000), name: "c.pdf")
    }

    @Test func `many threads receive and read at once`() async throws {
        let room = try Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    let bytes = number.isMultiple(of: 2) ? pdf(50_000 + number) : Array("Labas, \(number)\n".utf8)
                    let document = try room.receive(bytes, name: number.isMultiple(of: 2) ? "a.pdf" : "a.txt")
                    try room.store.verify(document)
                }
            }
            try await group.waitForAll()
        }
        #expect(try room.store.list().count == 16)
    }
}
