import Model
import Records
import Testing

@Suite struct DocumentContract {
    private func seed(_ db: any Connection) throws {
        for number in 1...2 {
            try db.insert(Sample.client(number))
            try db.insert(Sample.caseRecord(number, of: Sample.id(number)))
        }
        try db.insert(Sample.person(1))
    }

    @Test(arguments: engines) func `documents read back until they are removed`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let record = Sample.caseRecord(1, of: Sample.id(1))
            var first = Sample.document(1, of: record, .staff)
            (first.visibility, first.person, first.version) = (.internal, Sample.id(1), 3)
            let both = [Sample.document(2, of: record), first]
            try await records.write { db in
                try seed(db)
                try db.insert(both[0], receipt: Sample.id(7))
                try db.insert(both[1])
            }
            #expect(try await records.read { try $0.document(both[1].id) } == both[1])
            #expect(try await records.read { try $0.documents(of: record.id) } == both)
            #expect(try await records.read { try $0.documents(of: record.client) } == both)
            #expect(try await records.read { try $0.latestPublished(of: record.client, limit: 9) } == [])
            #expect(try await records.read { try $0.documents() } == both)
            #expect(try await records.read { try $0.receiptID(of: both[0].id) } == Sample.id(7))
            #expect(try await records.write { try $0.setVisibility(.client, of: both[1].id) })
            #expect(try await records.write { try $0.setVisibility(.client, of: both[1].id) } == false)
            // What the client brought is visible to them as well, but no news.
            #expect(
                try await records.read { try $0.latestPublished(of: record.client, limit: 9).map(\.id) } == [both[1].id])
            #expect(try await records.write { try $0.removeDocument(both[1].id, at: Sample.at(5)) })
            #expect(try await records.write { try $0.removeDocument(both[1].id, at: Sample.at(6)) } == false)
            #expect(try await records.write { try $0.setVisibility(.internal, of: both[1].id) } == false)
            #expect(try await records.read { try $0.document(both[1].id) } == nil)
            #expect(
                try await records.read { try $0.documentPlaces() }
                    == [DocumentPlace(client: record.client, document: both[0].id)])
            let left = try await records.read { db in
                try db.one("SELECT removed_at, wrapped_key FROM document WHERE id = \(both[1].id)") {
                    (try $0.integer(0), try $0.bytes(1).count)
                }
            }
            #expect(left?.0 == Sample.at(5).milliseconds && left?.1 == 0)
        }
    }

    @Test(arguments: engines) func `the same bytes are compared with this case's uploads alone`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let (mine, theirs) = (Sample.caseRecord(1, of: Sample.id(1)), Sample.caseRecord(2, of: Sample.id(2)))
            let sha = [UInt8](repeating: 1, count: 32)
            try await records.write { db in
                try seed(db)
                try db.insert(Sample.document(1, of: mine, .staff))
                try db.insert(Sample.document(2, of: theirs, .client))
            }
            #expect(try await records.read { try $0.document(sha256: sha, broughtTo: mine.id) } == nil)
            #expect(try await records.read { try $0.document(sha256: sha, addedTo: mine.id)?.id } == Sample.id(1))
            try await records.write { db in
                for number in 3...4 { try db.insert(Sample.document(number, of: mine)) }
            }
            #expect(try await records.read { try $0.document(sha256: sha, broughtTo: mine.id)?.id } == Sample.id(3))
            try await records.write { db in
                for number in 3...4 { try db.removeDocument(Sample.id(number), at: Sample.at(0)) }
            }
            #expect(try await records.read { try $0.document(sha256: sha, broughtTo: mine.id) } == nil)
        }
    }

    @Test(arguments: engines) func `receipts read back and end after their time`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let refused = Receipt.Refused(kind: .unsupportedType, word: "refusal.x", arguments: ["b": "\"ą\"", "a": "1"])
            let files = [
                Receipt.File(
                    name: "a.pdf", size: 3, sha256: Array(repeating: 1, count: 32), document: Sample.id(1), isRepeat: true),
                Receipt.File(name: "b.exe", size: 0, sha256: [], document: nil, refusal: refused),
            ]
            let receipt = Receipt(
                id: Sample.id(1), client: Sample.id(1), caseID: Sample.id(1), person: Sample.id(1), at: Sample.at(10),
                files: files)
            try await records.write { db in
                try seed(db)
                try db.insert(receipt)
            }
            #expect(try await records.read { try $0.receipt(receipt.id) } == receipt)
            try await records.write { try $0.keepRule(.receipt, before: Sample.at(10)) }
            #expect(try await records.read { try $0.receipt(receipt.id) } == receipt)
            try await records.write { try $0.keepRule(.receipt, before: Sample.at(11)) }
            #expect(try await records.read { try $0.receipt(receipt.id) } == nil)
        }
    }
}
