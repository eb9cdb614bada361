import Foundation
import GRDB
import Model
import Records
import Testing

@testable import SQLiteRecords

@Suite struct SQLiteEngineTests {
    /// A pragma's answer as text, whatever its type.
    private func pragma(_ name: String, _ db: any Connection) throws -> String {
        let query = try #require(Self.pragmas[name])
        return try db.one(query) { row in
            if let text = try? row.text(0) { return text }
            return String(try row.integer(0))
        } ?? ""
    }

    private static let pragmas: [String: Records.SQL] = [
        "synchronous": "PRAGMA synchronous", "journal_mode": "PRAGMA journal_mode", "foreign_keys": "PRAGMA foreign_keys",
        "trusted_schema": "PRAGMA trusted_schema", "temp_store": "PRAGMA temp_store", "cache_size": "PRAGMA cache_size",
    ]

    @Test func `what is acknowledged is on the disk: synchronous is FULL, on the writer too`() async throws {
        try await withSQLite { records, _ async throws in
            for _ in 1...3 {
                let writer = try await records.write { try pragma("synchronous", $0) }
                let reader = try await records.read { try pragma("synchronous", $0) }
                #expect((writer, reader) == ("2", "2"))
            }
        }
    }

    @Test func `every connection is a guarded one`() async throws {
        try await withSQLite { records, _ async throws in
            let expected = [
                "journal_mode": "wal", "foreign_keys": "1", "trusted_schema": "0", "temp_store": "2", "cache_size": "-2000",
            ]
            for (name, value) in expected {
                let writer = try await records.write { try pragma(name, $0) }
                let reader = try await records.read { try pragma(name, $0) }
                #expect((writer, reader) == (value, value), "\(name)")
            }
        }
    }

    @Test func `when SQLite undoes a shared commit as a whole, everybody else's write is done again, once`() async throws {
        try await withSQLite { records, _ async throws in
            try await records.write { try $0.insert(Sample.client(100)) }
            let (entered, enter) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let first: Void = records.write { _ in
                entered.signal()
                enter.wait()
            }
            await withCheckedContinuation { go in
                DispatchQueue.global().async {
                    entered.wait()
                    go.resume()
                }
            }
            let kept = await withTaskGroup(of: Int?.self) { group in
                for number in 1...20 {
                    group.addTask {
                        try? await records.write { db in
                            if number == 11 {
                                // Ends the transaction of all of them, as a full disk would.
                                try db.run("INSERT OR ROLLBACK INTO client SELECT * FROM client WHERE slug = 'client-100'")
                            }
                            try db.insert(Sample.client(number))
                            return number
                        }
                    }
                }
                try? await Task.sleep(for: .milliseconds(200))
                enter.signal()
                return await group.reduce(into: []) { $0.append($1) }.compactMap { $0 }
            }
            try await first
            #expect(kept.sorted() == (1...20).filter { $0 != 11 })
            #expect(try await records.read { try $0.clients().count } == 20)
        }
    }

    @Test func `no query reaches another file`() async throws {
        try await withSQLite { records, folder async throws in
            let other = folder.appending(path: "other.sqlite").path
            await #expect(throws: Refusal.self) { try await records.read { try $0.run("ATTACH DATABASE \(other) AS other") } }
            await #expect(throws: Refusal.self) {
                try await records.write { try $0.run("ATTACH DATABASE \(":memory:") AS other") }
            }
            #expect(FileManager.default.fileExists(atPath: other) == false)
        }
    }

    @Test func `the schema cannot be written by hand`() async throws {
        try await withSQLite { records, _ async throws in
            await #expect(throws: Refusal.self) {
                try await records.write { db in
                    try db.run("PRAGMA writable_schema = ON")
                    try db.run("UPDATE sqlite_schema SET sql = 'x'")
                }
            }
            await #expect(throws: Refusal.self) { try await records.read { try $0.run("SELECT load_extension('x')") } }
            await #expect(throws: Refusal.self) { try await records.read { try $0.run("SELECT \"no such column\"") } }
        }
    }

    @Test func `nobody else may read the files`() async throws {
        try await withSQLite { records, folder async throws in
            try await records.write { try $0.setSetting("a", "b") }
            for name in ["records.sqlite", "records.sqlite-wal"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
        }
    }

    @Test func `what was written is there at the next opening, which writes nothing`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite").path
            var records = try await SQLiteEngine.open(path: path)
            try await records.write { try $0.saveAgency(Sample.agency) }
            #expect(try await records.read { try $0.agency() } == Sample.agency)
            try await records.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            for _ in 1...2 {
                records = try await SQLiteEngine.open(path: path)
                #expect(try await records.read { try $0.agency() } == Sample.agency)
                try await records.close()
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            // And has nothing to read again: a byte is less than a header.
            #expect(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")).count == 1)
        }
    }

    @Test func `a copy of the files under way opens with all that was acknowledged`() async throws {
        try await withSQLite { records, folder async throws in
            try await records.write { try $0.saveAgency(Sample.agency) }
            let crashed = folder.appending(path: "crashed")
            try FileManager.default.createDirectory(at: crashed, withIntermediateDirectories: true)
            for name in ["records.sqlite", "records.sqlite-wal"] {
                try FileManager.default.copyItem(at: folder.appending(path: name), to: crashed.appending(path: name))
            }
            let again = try await SQLiteEngine.open(path: crashed.appending(path: "records.sqlite").path, creating: false)
            #expect(try await again.read { try $0.agency() } == Sample.agency)
            #expect(try await again.check() == [])
            try await again.close()
        }
    }

    @Test func `absent records are not made up`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite").path
            let refusal = await #expect(throws: Refusal.self) { try await SQLiteEngine.open(path: path, creating: false) }
            #expect(refusal?.kind == .notFound)
            #expect(FileManager.default.fileExists(atPath: path) == false)
        }
    }

    @Test func `what is no database is refused`() async throws {
        try await withFolder { folder async throws in
            let path = folder.appending(path: "records.sqlite")
            try Data(repeating: 65, count: 9_000).write(to: path)
            let refusal = await #expect(throws: Refusal.self) { try await SQLiteEngine.open(path: path.path) }
            #expect(refusal?.word == "refusal.records.damaged")
        }
    }

    @Test func `a backup under way is one whole state in one file`() async throws {
        try await withSQLite { records, folder async throws in
            try await records.write { db in
                try db.saveAgency(Sample.agency)
                for number in 1...200 { try db.insert(Sample.client(number)) }
            }
            let path = folder.appending(path: "copy.sqlite").path
            async let writes: Void = {
                for number in 201...260 { try await records.write { try $0.insert(Sample.client(number)) } }
            }()
            try await records.backup(to: path)
            try await writes
            #expect(try await records.read { try $0.clients().count } == 260)
            #expect(FileManager.default.fileExists(atPath: path + "-wal") == false)
            let copy = try await SQLiteEngine.open(path: path, creating: false)
            #expect(try await copy.check() == [])
            #expect((200...260).contains(try await copy.read { try $0.clients().count }))
            try await copy.close()
            let refusal = await #expect(throws: Refusal.self) { try await records.backup(to: path) }
            #expect(refusal?.kind == .conflict)
        }
    }

    @Test func `a check names rows that name nothing, and values that may not be`() async throws {
        try await withSQLite { records, folder async throws in
            #expect(try await records.check() == [])
            try await records.close()
            let path = folder.appending(path: "records.sqlite").path
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let raw = try DatabaseQueue(path: path, configuration: configuration)
            try await raw.write {
                try $0.execute(sql: "INSERT INTO assignment (person, client) VALUES ('p', 'c')")
                try $0.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try $0.execute(sql: "INSERT INTO client (id, slug, name, kind) VALUES ('d', 'd', '', 'company')")
            }
            try raw.close()
            let again = try await SQLiteEngine.open(path: path)
            #expect(try await again.check().count == 3)
            #expect(try await again.check().first == "CHECK constraint failed in client")
            try await again.close()
        }
    }

    @Test func `a full disk undoes the write, and the next one that fits goes through`() async throws {
        try await withSQLite { records, _ async throws in
            try await records.write { db in
                try db.saveAgency(Sample.agency)
                _ = try db.one("PRAGMA page_count") { try $0.integer(0) }
                try db.each("PRAGMA max_page_count = 100") { _ in }
            }
            let refusal = await #expect(throws: Refusal.self) {
                try await records.write { db in
                    for number in 1...5_000 { try db.setSetting("k\(number)", String(repeating: "x", count: 400)) }
                }
            }
            #expect(refusal?.kind == .full)
            #expect(try await records.read { try $0.setting("k1") } == nil)
            try await records.write { try $0.setSetting("k1", "v") }
            #expect(try await records.read { try $0.setting("k1") } == "v")
        }
    }

    @Test func `maintenance keeps everything`() async throws {
        try await withSQLite { records, _ async throws in
            try await records.write { try $0.saveAgency(Sample.agency) }
            try await records.checkpoint()
            try await records.scrub()
            #expect(try await records.read { try $0.agency() } == Sample.agency)
            await #expect(throws: Refusal.self) {
                try await records.write { try $0.run("ATTACH DATABASE \(":memory:") AS other") }
            }
            #expect(try await records.check() == [])
        }
    }
}

/// Lends an empty SQLite engine and its folder; closes it where the test has not.
func withSQLite(_ work: (SQLiteEngine, URL) async throws -> Void) async throws {
    try await withFolder { folder async throws in
        let engine = try await SQLiteEngine.open(path: folder.appending(path: "records.sqlite").path)
        do {
            try await work(engine, folder)
        } catch {
            try? await engine.close()
            throw error
        }
        try? await engine.close()
    }
}
