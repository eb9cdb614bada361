import Crypto
import Documents
import Foundation
import Model
import Synchronization

/// A key store in memory, made of the real wrapping.
final class MemoryKeys: KeyStore {
    private let agency: ID<Agency>
    private let agencyKey = SymmetricKey(size: .bits256)
    private let wrappedClients = Mutex<[ID<Client>: [UInt8]]>([:])

    init(agency: ID<Agency>) { self.agency = agency }

    func make(client: ID<Client>, document: ID<Document>) throws -> (key: SymmetricKey, wrapped: [UInt8]) {
        let key = SymmetricKey(size: .bits256)
        let clientKey = try clientKey(client, makes: true)
        return (key, try KeyWrap.wrap(key, under: clientKey, parent: client.text, child: document.text, kind: "document"))
    }

    func unwrap(_ wrapped: [UInt8], client: ID<Client>, document: ID<Document>) throws -> SymmetricKey {
        let clientKey = try clientKey(client, makes: false)
        return try KeyWrap.unwrap(wrapped, under: clientKey, parent: client.text, child: document.text, kind: "document")
    }

    func destroy(client: ID<Client>) throws { wrappedClients.withLock { $0[client] = nil } }

    private func clientKey(_ client: ID<Client>, makes: Bool) throws -> SymmetricKey {
        let known = try wrappedClients.withLock { known in
            if known[client] == nil, makes {
                known[client] = try KeyWrap.wrap(
                    SymmetricKey(size: .bits256), under: agencyKey, parent: agency.text, child: client.text, kind: "client")
            }
            return known[client]
        }
        guard let known else { throw Refusal(.wrongKey, "refusal.key.wrong") }
        return try KeyWrap.unwrap(known, under: agencyKey, parent: agency.text, child: client.text, kind: "client")
    }

    /// The rows of `keys/AGENCY.sqlite`, under a root key.
    func rows(root: SymmetricKey) throws -> [(kind: String, child: String, parent: String, wrapped: [UInt8])] {
        let own = try KeyWrap.wrap(agencyKey, under: root, parent: "root", child: agency.text, kind: "agency")
        let clients = wrappedClients.withLock { $0 }.map { ("client", $0.key.text, self.agency.text, $0.value) }
        return [("agency", agency.text, "root", own)] + clients.map { (kind: $0.0, child: $0.1, parent: $0.2, wrapped: $0.3) }
    }
}

/// A folder that goes with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "documents-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A store in a folder of its own, with everything needed to use it.
struct Room {
    let folder: TemporaryFolder
    let path: String
    let agency: ID<Agency>
    let client: ID<Client>
    let keys: MemoryKeys
    let store: DocumentStore

    /// - Parameter fsync: what bringing to disk answers; the real one when nil.
    init(
        limits: Limits = Limits(), world: World = .real, folder: TemporaryFolder? = nil,
        fsync: (@Sendable (Int32) -> Int32)? = nil
    ) throws {
        let own = try folder ?? TemporaryFolder()
        (self.folder, path) = (own, own.path + "/acme/documents")
        (agency, client) = (World.real.id(), World.real.id())
        keys = MemoryKeys(agency: agency)
        store = try Room.store(path, agency, keys, limits, world, fsync)
    }

    /// Receives bytes in pieces.
    func receive(_ bytes: [UInt8], name: String, piece: Int = 10_000, as id: ID<Document> = World.real.id()) throws -> Document {
        let incoming = try store.receive(client: client, document: id, name: name)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try incoming.write(bytes[start..<min(bytes.count, start + piece)])
        }
        return document(try incoming.finish())
    }

    /// The row that would be written.
    func document(_ received: Received) -> Document {
        Document(
            id: received.id, client: received.client, caseID: World.real.id(), name: received.shownName, type: received.type,
            size: received.size, sha256: received.sha256, origin: .client, visibility: .client, person: nil,
            received: Instant(milliseconds: 0), wrappedKey: received.wrappedKey)
    }

    func file(_ document: Document) -> String { path + "/" + document.client.text + "/" + document.id.text }

    func sealed(_ document: Document) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: file(document))))
    }

    func put(_ sealed: [UInt8], as document: Document) throws {
        try Data(sealed).write(to: URL(fileURLWithPath: file(document)))
    }

    /// Every name below the client's folder.
    func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + client.text)) ?? []).sorted()
    }
}

/// The kind and word of the refusal that something throws; nil when it throws none.
func refusal(_ body: () throws -> Void) -> (kind: Refusal.Kind, word: String)? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal {
        return (refusal.kind, refusal.word)
    } catch {
        return (.failed, "\(error)")
    }
}

/// Bytes that look like nothing and are the same every time; Python's side of the vectors makes the same.
func pattern(_ count: Int) -> [UInt8] {
    var out: [UInt8] = []
    while out.count < count { out += count <= Filler.pattern.count ? Filler.pattern.prefix(count) : Filler.pattern[...] }
    return Array(out.prefix(count))
}

/// Made once: tests are slow at making bytes one by one.
private enum Filler {
    static let pattern: [UInt8] = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ ($0 >> 8) &* 7 &+ 11) }
    static let high: [UInt8] = pattern.prefix(1 << 14).map { $0 | 0x80 }
}

/// A PDF of a given length: what a test takes that is not about types.
func pdf(_ count: Int) -> [UInt8] {
    var out = Array("%PDF-1.7\n%".utf8)
    let end = Array("\n%%EOF\n".utf8)
    let room = max(out.count, count - end.count)
    while out.count < room { out += Filler.high.prefix(room - out.count) }
    return out + end
}
