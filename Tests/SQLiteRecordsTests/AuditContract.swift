import Model
import Records
import Testing

@Suite struct AuditContract {
    @Test(arguments: engines) func `the log is whole as it was written, one by one or many at once`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            #expect(try await records.read { try $0.verifyAudit() } == nil)
            #expect(try await records.read { try $0.auditHead().seq } == 0)
            _ = try await records.write { try $0.append(Sample.audit("one", detail: "ą")) }
            let head = try await records.write { db in
                try db.append((2...500).map { Sample.audit($0.isMultiple(of: 2) ? "even" : "odd", Int64($0)) })
            }
            #expect(head.seq == 500)
            #expect(try await records.read { try $0.auditHead() } == head)
            #expect(try await records.read { try $0.verifyAudit(kept: head) } == nil)
        }
    }

    @Test(arguments: engines) func `entries are found by where and by what`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                try db.append((1...10).map { Sample.audit($0.isMultiple(of: 2) ? "even" : "odd", Int64($0)) })
                var last = Sample.audit("odd", 11)
                (last.outcome, last.subject, last.actor) = ("refused", "s", "p")
                try db.append(last)
            }
            #expect(try await records.read { try $0.auditEntries(after: 3, limit: 2).map(\.seq) } == [4, 5])
            #expect(try await records.read { try $0.latestAuditEntries(before: 4, limit: 2).map(\.seq) } == [3, 2])
            var filter = AuditFilter()
            filter.action = "odd"
            (filter.from, filter.until) = (Sample.at(3), Sample.at(9))
            let asked = filter
            #expect(try await records.read { try $0.auditEntries(limit: 9, filter: asked).map(\.seq) } == [3, 5, 7])
            filter = AuditFilter()
            (filter.outcome, filter.subject, filter.actor) = ("refused", "s", "p")
            let refused = filter
            #expect(try await records.read { try $0.latestAuditEntries(limit: 9, filter: refused).map(\.seq) } == [11])
        }
    }

    @Test(arguments: engines) func `what was refused or failed is found without what went well, however often it did`(
        _ engine: EngineCase
    ) async throws {
        let good = ["ok", "ok, again 12", "code", "repeated", "own", "addressed", "done, again 3"]
        let bad = ["failed", "refused", "notFound, again 2", "throttled", "failing", "okay"]
        try await engine.run { records async throws in
            try await records.write { db in
                try db.append(
                    (good + bad).enumerated().map { index, outcome in
                        var entry = Sample.audit("one", Int64(index))
                        entry.outcome = outcome
                        return entry
                    })
            }
            var filter = AuditFilter()
            filter.isRefusedOnly = true
            let asked = filter
            let found = try await records.read { try $0.auditEntries(limit: 99, filter: asked).map(\.outcome) }
            #expect(found == bad)
            #expect(good.allSatisfy(AuditOutcome.isGood) && !bad.contains(where: AuditOutcome.isGood))
        }
    }

    @Test(arguments: engines) func `details may go, and the chain stays whole`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            _ = try await records.write { try $0.append((1...10).map { Sample.audit("a", Int64($0)) }) }
            try await records.write { try $0.keepRule(.auditDetail, before: Sample.at(5)) }
            #expect(try await records.read { try $0.verifyAudit() } == nil)
            let entries = try await records.read { try $0.auditEntries(limit: 10) }
            #expect(entries.map { $0.detail == nil } == (1...10).map { $0 < 5 })
        }
    }

    @Test(arguments: engines) func `whatever is done to the table, the first altered row is named`(
        _ engine: EngineCase
    ) async throws {
        let attacks: [(name: String, sql: [SQL], problem: AuditProblem)] = [
            ("flip", ["UPDATE audit SET outcome = 'refused' WHERE seq = 40"], .init(seq: 40, what: .hash)),
            ("flip a hash", ["UPDATE audit SET hash = sealed WHERE seq = 41"], .init(seq: 41, what: .hash)),
            ("flip a detail", ["UPDATE audit_detail SET detail = 'x' WHERE seq = 42"], .init(seq: 42, what: .detail)),
            (
                "delete", ["DELETE FROM audit_detail WHERE seq = 43", "DELETE FROM audit WHERE seq = 43"],
                .init(seq: 43, what: .missing)
            ),
            (
                "reorder",
                [
                    "UPDATE audit SET action = 'b', at = (SELECT at FROM audit WHERE seq = 45) WHERE seq = 44",
                    "UPDATE audit SET action = 'a', at = 0 WHERE seq = 45",
                ], .init(seq: 44, what: .hash)
            ),
            (
                "insert",
                [
                    """
                    INSERT INTO audit (seq, at, actor, action, subject, outcome, sealed, hash)
                    SELECT 101, at, actor, action, subject, outcome, sealed, hash FROM audit WHERE seq = 100
                    """
                ], .init(seq: 101, what: .hash)
            ),
            (
                "truncate", ["DELETE FROM audit_detail WHERE seq > 90", "DELETE FROM audit WHERE seq > 90"],
                .init(seq: 91, what: .cut)
            ),
        ]
        for attack in attacks {
            try await engine.run { records async throws in
                _ = try await records.write { db in
                    try db.append((1...100).map { Sample.audit($0.isMultiple(of: 2) ? "a" : "b", Int64($0)) })
                }
                let head = try await records.read { try $0.auditHead() }
                let sql = attack.sql
                try await records.write { db in
                    for statement in sql { try db.run(statement) }
                }
                #expect(try await records.read { try $0.verifyAudit(kept: head) } == attack.problem, "\(attack.name)")
            }
        }
    }

    @Test(arguments: engines) func `an entry is undone with its change`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            _ = try await records.write { try $0.append(Sample.audit("one")) }
            _ = try? await records.write { db in
                try db.append(Sample.audit("two"))
                throw Refusal(.conflict, "test")
            }
            _ = try await records.write { try $0.append(Sample.audit("three")) }
            #expect(try await records.read { try $0.auditEntries(limit: 9).map(\.action) } == ["one", "three"])
            #expect(try await records.read { try $0.verifyAudit() } == nil)
        }
    }

    @Test(arguments: engines) func `who opened a document is found without other entries`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let record = Sample.caseRecord(1, of: Sample.id(1))
            let (one, other) = (Sample.document(1, of: record), Sample.document(2, of: record))
            func opened(_ document: ID<Document>, _ person: Int, _ second: Int64, _ outcome: String = "ok") -> NewAuditEntry {
                NewAuditEntry(
                    at: Sample.at(second), actor: .contact(Sample.id(person)), action: "document.read", subject: document.text,
                    outcome: outcome, salt: Array(repeating: 1, count: 16))
            }
            var published = opened(one.id, 1, 9)
            published.action = "document.publish"
            let entries = [
                opened(one.id, 1, 1), opened(one.id, 2, 2), published, opened(one.id, 1, 3, "ok, again 4"),
                opened(other.id, 2, 5),
            ]
            try await records.write { db in
                try db.insert(Sample.client(1))
                try db.insert(record)
                for document in [one, other] { try db.insert(document) }
                try db.append(entries)
                try db.removeDocument(other.id, at: Sample.at(9))
            }
            let all = try await records.read { try $0.openings(of: one.id, limit: 9) }
            #expect(all.map(\.at) == [Sample.at(3), Sample.at(2), Sample.at(1)])
            #expect(all.map(\.again) == [4, 0, 0])
            let last = try await records.read { try $0.lastOpenings(ofDocumentsOf: record.id) }
            #expect(last.map(\.document) == [one.id, one.id])
            #expect(Set(last.map(\.at)) == [Sample.at(3), Sample.at(2)])
        }
    }
}
