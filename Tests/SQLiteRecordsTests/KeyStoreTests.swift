import Crypto
import Documents
import Foundation
import GRDB
import Model
import Testing

@testable import SQLiteRecords

@Suite struct KeyStoreTests {
    private let agency: ID<Agency> = Sample.id(1)
    private let client: ID<Client> = Sample.id(2)
    private let document: ID<Document> = Sample.id(3)
    private let root = RootKey(SymmetricKey(size: .bits256))

    private func withStore(_ work: (SQLiteKeyStore, URL) throws -> Void) async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "acme.sqlite").path
            let store = try SQLiteKeyStore.open(path: path, root: root, agency: agency, creating: true)
            try work(store, folder)
            try? store.close()
        }
    }

    @Test func `a document's key opens again, after the next opening too`() async throws {
        try await withStore { store, folder throws in
            let (key, wrapped) = try store.make(client: client, document: document)
            #expect(wrapped.count == 60)
            #expect(try store.unwrap(wrapped, client: client, document: document) == key)
            try store.close()
            let again = try SQLiteKeyStore.open(
                path: folder.appending(path: "acme.sqlite").path, root: root, agency: agency, creating: false)
            #expect(try again.unwrap(wrapped, client: client, document: document) == key)
            #expect(try again.check() == [])
            try again.close()
        }
    }

    @Test func `opening and closing write nothing`() async throws {
        try await withStore { store, folder throws in
            let (_, wrapped) = try store.make(client: client, document: document)
            try store.close()
            let file = folder.appending(path: "acme.sqlite")
            let before = try Data(contentsOf: file)
            for _ in 1...2 {
                let again = try SQLiteKeyStore.open(path: file.path, root: root, agency: agency, creating: false)
                _ = try again.unwrap(wrapped, client: client, document: document)
                try again.close()
                #expect(try Data(contentsOf: file) == before)
            }
        }
    }

    @Test func `a wrapped key fits its own client and document alone`() async throws {
        try await withStore { store, _ throws in
            let (_, wrapped) = try store.make(client: client, document: document)
            _ = try store.make(client: Sample.id(4), document: document)
            for (other, name) in [(Sample.id(4) as ID<Client>, document), (client, Sample.id(9)), (Sample.id(5), document)] {
                let refusal = #expect(throws: Refusal.self) { try store.unwrap(wrapped, client: other, document: name) }
                #expect(refusal?.kind == .wrongKey)
            }
        }
    }

    @Test func `another root key is refused at opening`() async throws {
        try await withStore { store, folder throws in
            _ = try store.make(client: client, document: document)
            try store.close()
            let other = RootKey(SymmetricKey(size: .bits256))
            for creating in [true, false] {
                let refusal = #expect(throws: Refusal.self) {
                    try SQLiteKeyStore.open(
                        path: folder.appending(path: "acme.sqlite").path, root: other, agency: agency, creating: creating)
                }
                #expect(refusal?.kind == .wrongKey)
            }
        }
    }

    @Test func `another agency's keys, and lost ones, are refused, never made up`() async throws {
        try await withStore { store, folder throws in
            try store.close()
            for (name, creating) in [("acme.sqlite", true), ("acme.sqlite", false), ("lost.sqlite", false)] {
                let refusal = #expect(throws: Refusal.self) {
                    try SQLiteKeyStore.open(
                        path: folder.appending(path: name).path, root: root, agency: Sample.id(7), creating: creating)
                }
                #expect(refusal?.kind == .wrongKey)
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "lost.sqlite").path))
        }
    }

    @Test func `a destroyed key opens nothing and leaves no byte behind`() async throws {
        try await withStore { store, folder throws in
            let (_, wrapped) = try store.make(client: client, document: document)
            let (_, other) = try store.make(client: Sample.id(4), document: document)
            let file = folder.appending(path: "acme.sqlite")
            let kept = try KeyTableReading.wrapped(client.text, at: file.path)
            #expect(try Data(contentsOf: file).range(of: kept) != nil)
            try store.destroy(client: client)
            #expect(throws: Refusal.self) { try store.unwrap(wrapped, client: client, document: document) }
            _ = try store.unwrap(other, client: Sample.id(4), document: document)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                #expect(try Data(contentsOf: folder.appending(path: name)).range(of: kept) == nil, "\(name)")
            }
            _ = try store.make(client: client, document: document)
            #expect(throws: Refusal.self) { try store.unwrap(wrapped, client: client, document: document) }
        }
    }

    @Test func `a copy of the one file is a whole backup, and so is a backup`() async throws {
        try await withStore { store, folder throws in
            let (key, wrapped) = try store.make(client: client, document: document)
            let names = ["copied.sqlite", "backed.sqlite"]
            try FileManager.default.copyItem(
                at: folder.appending(path: "acme.sqlite"), to: folder.appending(path: names[0]))
            try store.backup(to: folder.appending(path: names[1]).path)
            for name in names {
                let copy = try SQLiteKeyStore.open(
                    path: folder.appending(path: name).path, root: root, agency: agency, creating: false)
                #expect(try copy.unwrap(wrapped, client: client, document: document) == key)
                try copy.close()
            }
        }
    }

    @Test func `a thousand keys made by eight threads at once all open`() async throws {
        try await withStore { store, _ throws in
            let clients: [ID<Client>] = (10...13).map { Sample.id($0) }
            let problems = Problems()
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                for number in 0..<125 {
                    let (client, document) = (clients[number % 4], Sample.id(thread * 1000 + number) as ID<Document>)
                    guard let (key, wrapped) = try? store.make(client: client, document: document),
                        let opened = try? store.unwrap(wrapped, client: client, document: document), opened == key
                    else { return problems.add() }
                }
            }
            #expect(problems.count == 0)
        }
    }
}

@Suite struct RootKeyTests {
    @Test func `a root key is made once, 0400, and reads back`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "root.key").path
            let made = try RootKey.create(path)
            #expect(try RootKey.load(path, credentials: nil).key == made.key)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o400)
            #expect(try String(contentsOfFile: path, encoding: .utf8).wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
            #expect(throws: Refusal.self) { try RootKey.create(path) }
            #expect(try RootKey.load(path, credentials: nil).key == made.key)
        }
    }

    @Test func `a root key that others may read is refused`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "root.key").path
            try RootKey.create(path)
            for mode in [0o440, 0o404, 0o644] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
                let refusal = #expect(throws: Refusal.self) { try RootKey.load(path, credentials: nil) }
                #expect(refusal?.kind == .configuration)
            }
        }
    }

    @Test(arguments: [
        "", "\n", String(repeating: "a", count: 64), String(repeating: "g", count: 64) + "\n",
        String(repeating: "a", count: 66) + "\n", String(repeating: "a", count: 62) + "\n",
        String(repeating: "a", count: 64) + "\n\n",
    ])
    func `what is no root key is refused`(_ text: String) async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "root.key").path
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
            let refusal = #expect(throws: Refusal.self) { try RootKey.load(path, credentials: nil) }
            #expect(refusal?.word == "refusal.key.root.form")
            let absent = #expect(throws: Refusal.self) { try RootKey.load(path + "x", credentials: nil) }
            #expect(absent?.kind == .configuration)
        }
    }

    @Test func `a credential of the system takes the file's place`() async throws {
        try await withFolder { folder async throws in
            let credential = try RootKey.create(folder.appending(path: RootKey.credential).path)
            let file = folder.appending(path: "root.key").path
            let other = try RootKey.create(file)
            #expect(try RootKey.load(file, credentials: folder.path).key == credential.key)
            #expect(try RootKey.load(file, credentials: folder.path + "/none").key == other.key)
        }
    }
}

/// What stands in a key store, read past it.
enum KeyTableReading {
    static func wrapped(_ client: String, at path: String) throws -> Data {
        let queue = try KeyTable.open(path)
        defer { try? queue.close() }
        return Data(try #require(try KeyTable.find(.client, client, in: queue)))
    }
}

final class Problems: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var count = 0

    func add() {
        lock.withLock { count += 1 }
    }
}
