import Foundation
import Model
import Records
import Testing

@Suite struct TransactionContract {
    @Test(arguments: engines) func `a failed write leaves nothing behind`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            await #expect(throws: Stop.self) {
                try await records.write { db in
                    try db.insert(Sample.client(1))
                    throw Stop()
                }
            }
            #expect(try await records.read { try $0.clients() } == [])
        }
    }

    @Test(arguments: engines) func `a broken rule undoes the whole write, even when nobody minds`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            await #expect(throws: ConstraintFailure.self) {
                try await records.write { db in
                    try db.insert(Sample.client(1))
                    try? db.insert(Sample.client(1))
                }
            }
            #expect(try await records.read { try $0.clients() } == [])
        }
    }

    @Test(arguments: engines) func `a reader sees the state before an unfinished write`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let (entered, enter) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let writing: Void = records.write { db in
                try db.insert(Sample.client(1))
                entered.signal()
                enter.wait()
            }
            await withCheckedContinuation { go in
                DispatchQueue.global().async {
                    entered.wait()
                    go.resume()
                }
            }
            let before = try await records.read { try $0.clients().count }
            enter.signal()
            try await writing
            #expect(before == 0)
            #expect(try await records.read { try $0.clients().count } == 1)
        }
    }

    @Test(arguments: engines) func `of writes that wait together each is done or undone by itself`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
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
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
                for number in 1...30 {
                    group.addTask {
                        let isAlone = number % 7 == 0
                        let work: @Sendable (any Connection) throws -> Void = { db in
                            try db.insert(Sample.client(number))
                            // Stops after a change, breaks a rule and hides it, or is done.
                            if number % 3 == 0 { throw Stop() }
                            if number % 3 == 1 { try? db.insert(Sample.client(number)) }
                        }
                        do {
                            if isAlone { try await records.writeAlone(work) } else { try await records.write(work) }
                            return (number, true)
                        } catch {
                            return (number, false)
                        }
                    }
                }
                // All of them wait by now, or nearly so.
                try? await Task.sleep(for: .milliseconds(200))
                enter.signal()
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            try await first
            let done = (1...30).filter { $0 % 3 == 2 }
            #expect(outcomes.filter(\.value).keys.sorted() == done)
            let kept = try await records.read { try $0.clients().map(\.id) }
            #expect(kept.sorted() == done.map { Sample.id($0) })
        }
    }

    @Test(arguments: engines) func `a read sees one state from beginning to end`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let (entered, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let counts = records.read { db -> [Int] in
                let first = try db.clients().count
                entered.signal()
                go.wait()
                return [first, try db.clients().count]
            }
            await withCheckedContinuation { ready in
                DispatchQueue.global().async {
                    entered.wait()
                    ready.resume()
                }
            }
            try await records.write { try $0.insert(Sample.client(1)) }
            go.signal()
            #expect(try await counts == [0, 0])
        }
    }

    @Test(arguments: engines) func `a read cannot write`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            await #expect(throws: Refusal.self) {
                try await records.read { try $0.insert(Sample.client(1)) }
            }
            #expect(try await records.read { try $0.clients() } == [])
        }
    }

    @Test(arguments: engines) func `text with U+0000 is refused`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let refusal = await #expect(throws: Refusal.self) {
                try await records.write { try $0.insert(Sample.client(1, name: "a\0b")) }
            }
            #expect(refusal?.kind == .invalid)
            #expect(try await records.read { try $0.clients() } == [])
        }
    }

    @Test(arguments: engines) func `text comes back as it went in`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let texts = ["'; DROP TABLE client; --", "ąčęėįšųūž", "e\u{301} é", "\u{1F600}\u{200F}\u{FEFF}", " \t\r\n ", "%_\\"]
            for (number, text) in texts.enumerated() {
                try await records.write { try $0.insert(Sample.client(number + 1, name: text)) }
                let read = try await records.read { try $0.client(Sample.id(number + 1)) }
                #expect(read.map { Array($0.name.utf8) } == Array(text.utf8))
            }
        }
    }

    @Test(arguments: engines) func `a connection is worth nothing after its closure`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let kept = Kept()
            try await records.write { kept.connection = $0 }
            #expect(throws: Refusal.self) { try kept.connection?.clients() }
        }
    }

    @Test(arguments: engines) func `a row is worth nothing after its call`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.read { db in
                var kept: (any Row)?
                try db.each("SELECT value FROM setting ORDER BY key") { kept = $0 }
                #expect(throws: Refusal.self) { try kept?.text(0) }
            }
        }
    }

    @Test(arguments: engines) func `a query may run inside its own answer`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                for number in 1...3 { try db.insert(Sample.client(number)) }
                var pairs = 0
                try db.each("SELECT id FROM client ORDER BY id") { _ in
                    try db.each("SELECT id FROM client ORDER BY id") { _ in pairs += 1 }
                }
                #expect(pairs == 9)
            }
        }
    }

    @Test(arguments: engines) func `changed rows are counted`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                for number in 1...3 { try db.insert(Sample.client(number)) }
                // A column that no trigger watches: what a trigger changes counts too.
                #expect(try db.run("UPDATE client SET country = \("LT")") == 3)
                #expect(try db.run("UPDATE client SET country = \("LV") WHERE id = \("nobody")") == 0)
                #expect(try db.one("SELECT count(*) FROM client") { try $0.integer(0) } == 3)
                #expect(try db.run("DELETE FROM client") == 3)
            }
        }
    }

    @Test(arguments: engines) func `a column of another type is an error, never a default`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.read { db in
                #expect(throws: Refusal.self) { try db.one("SELECT value FROM setting") { try $0.integer(0) } }
                #expect(throws: Refusal.self) { try db.one("SELECT value FROM setting") { try $0.bytes(0) } }
                #expect(throws: Refusal.self) { try db.one("SELECT value FROM setting") { try $0.text(7) } }
                #expect(throws: Refusal.self) { try db.one("SELECT count(*) FROM setting") { try $0.text(0) } }
            }
        }
    }

    @Test(arguments: engines) func `counters have no gaps, and failed writes give back what they took`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            #expect(try await records.write { try [$0.next("a"), $0.next("a"), $0.next("b")] } == [1, 2, 1])
            _ = try? await records.write { db in
                _ = try db.next("a")
                throw Stop()
            }
            #expect(try await records.write { try $0.next("a") } == 3)
        }
    }

    struct Stop: Error {}

    final class Kept: @unchecked Sendable {
        var connection: (any Connection)?
    }
}
