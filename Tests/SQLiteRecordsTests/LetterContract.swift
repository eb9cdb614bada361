import Model
import Records
import Testing

@Suite struct LetterContract {
    private func seed(_ db: any Connection) throws {
        for number in 1...2 {
            try db.insert(Sample.client(number))
            try db.insert(Sample.caseRecord(number, of: Sample.id(number)))
            try db.insert(Sample.person(number))
        }
        try db.insert(Sample.person(3, .owner))
        for number in 1...3 {
            try db.insert(Sample.document(number, of: Sample.caseRecord(1, of: Sample.id(1)), sha: UInt8(number)))
        }
    }

    private func message(
        _ number: Int, by person: Int = 1, _ origin: Document.Origin = .client, of client: Int = 1, files: [Int] = []
    ) -> Message {
        Message(
            id: Sample.id(number), client: Sample.id(client), caseID: Sample.id(client), person: Sample.id(person), author: "A",
            origin: origin, at: Sample.at(Int64(number)), text: "T\(number)", documents: files.map { Sample.id($0) })
    }

    private func digest(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

    @Test(arguments: engines) func `messages read back in order, with their files, until they are withdrawn`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let both = [message(2, files: [2, 1]), message(5, by: 3, .staff, files: [3])]
            try await records.write { db in
                try seed(db)
                try db.insert(both[1], form: "f", digest: digest(5))
                try db.insert(both[0], form: "f", digest: digest(2))
                try db.insert(message(9, by: 2, of: 2), form: "f", digest: digest(2))
            }
            #expect(try await records.read { try $0.messages(of: Sample.id(1)) } == both)
            #expect(try await records.read { try $0.messages(ofCasesOf: Sample.id(1)) } == [Sample.id(1): both])
            #expect(try await records.read { try $0.message(both[0].id) } == both[0])
            #expect(
                try await records.read {
                    try $0.message(of: Sample.id(1), in: Sample.id(1), form: "f", digest: digest(2))
                } == both[0])
            #expect(
                try await records.read {
                    try $0.message(of: Sample.id(1), in: Sample.id(1), form: "g", digest: digest(2))
                } == nil)
            #expect(try await records.write { try $0.withdraw(both[1].id, at: Sample.at(7)) })
            #expect(try await records.write { try $0.withdraw(both[1].id, at: Sample.at(8)) } == false)
            let gone = try await records.read { try $0.message(both[1].id) }
            #expect(gone?.text == "" && gone?.withdrawn == Sample.at(7) && gone?.documents == both[1].documents)
        }
    }

    @Test(arguments: engines) func `the same form with the same content is kept once`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                try seed(db)
                try db.insert(message(1), form: "f", digest: digest(1))
            }
            let failure = await #expect(throws: ConstraintFailure.self) {
                try await records.write { try $0.insert(message(2), form: "f", digest: digest(1)) }
            }
            #expect(failure?.kind == .unique)
        }
    }

    @Test(arguments: engines) func `unread is what others wrote after one looked`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                try seed(db)
                try db.insert(message(1, by: 3, .staff), form: "a", digest: digest(1))
                try db.insert(message(2), form: "b", digest: digest(2))
                try db.insert(message(3, by: 3, .staff), form: "c", digest: digest(3))
                try db.insert(message(4, by: 2, of: 2), form: "d", digest: digest(4))
            }
            func unread(_ person: Int, client: Int? = nil, _ origin: Document.Origin? = nil, since: Int64? = nil) async throws
                -> [String]
            {
                try await records.read { db in
                    try db.unreadMessages(
                        for: Sample.id(person), of: client.map { Sample.id($0) }, from: origin, since: since.map(Sample.at),
                        limit: 9
                    ).map(\.text)
                }
            }
            #expect(try await unread(1, client: 1) == ["T3", "T1"])
            #expect(try await unread(3, .client) == ["T4", "T2"])
            #expect(try await unread(3, .client, since: 2) == ["T4"])
            try await records.write { try $0.setSeen(Sample.id(1), by: Sample.id(1), at: Sample.at(2)) }
            try await records.write { try $0.setSeen(Sample.id(1), by: Sample.id(1), at: Sample.at(1)) }
            try await records.write { try $0.setSeen(Sample.id(8), by: Sample.id(1), at: Sample.at(1)) }
            #expect(try await records.read { try $0.casesSeen(by: Sample.id(1)) } == [Sample.id(1): Sample.at(2)])
            #expect(try await unread(1, client: 1) == ["T3"])
            _ = try await records.write { try $0.withdraw(Sample.id(3), at: Sample.at(9)) }
            #expect(try await unread(1, client: 1) == [])
            let files = try await records.read { try $0.unseenDocuments(for: Sample.id(3), since: Sample.at(1), limit: 9) }
            #expect(files.map(\.id) == [Sample.id(3), Sample.id(2)] && files.allSatisfy { !$0.isPaper })
        }
    }

    @Test(arguments: engines) func `requests read back with their papers, and papers change by their version`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let papers = [
                Paper(id: Sample.id(11), request: Sample.id(10), title: "P1", hint: "h", kinds: .pdfOrPhoto, largest: 5),
                Paper(id: Sample.id(12), request: Sample.id(10), title: "P2"),
            ]
            let request = PaperRequest(
                id: Sample.id(10), client: Sample.id(1), caseID: Sample.id(1), person: Sample.id(3), at: Sample.at(1), title: "R",
                due: Sample.day("2026-02-03"), papers: papers)
            try await records.write { db in
                try seed(db)
                try db.insert(request)
            }
            #expect(try await records.read { try $0.paperRequests(of: Sample.id(1)) } == [request])
            #expect(try await records.read { try $0.paperRequests(of: Sample.id(2)) } == [])
            #expect(try await records.read { try $0.openPaperCounts() } == [Sample.id(1): 2])
            #expect(try await records.write { try $0.answer(papers[0].id, with: Sample.id(1), at: Sample.at(2)) })
            #expect(try await records.write { try $0.answer(papers[0].id, with: Sample.id(1), at: Sample.at(2)) } == false)
            #expect(try await records.write { try $0.setState(.accepted, note: "n", of: papers[0].id, version: 1) } == false)
            #expect(try await records.write { try $0.setState(.accepted, note: "n", of: papers[0].id, version: 2) })
            // What comes later is remembered, and what was decided stays.
            #expect(try await records.write { try $0.answer(papers[0].id, with: Sample.id(2), at: Sample.at(3)) })
            let found = try #require(try await records.read { try $0.paper(papers[0].id) })
            #expect(found.paper.state == .accepted && found.paper.note == "n" && found.paper.version == 3)
            #expect(found.paper.documents == [Sample.id(1), Sample.id(2)] && found.request.id == request.id)
            #expect(try await records.read { try $0.openPaperCounts() } == [Sample.id(1): 1])
        }
    }

    @Test(arguments: engines) func `visits and policies read back`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { try seed($0) }
            #expect(try await records.read { try $0.visit(of: Sample.id(1)) } == nil)
            for visit in [Visit(at: Sample.at(1)), Visit(at: Sample.at(9), before: Sample.at(1), allSeen: Sample.at(3))] {
                try await records.write { try $0.setVisit(visit, of: Sample.id(1)) }
                #expect(try await records.read { try $0.visit(of: Sample.id(1)) } == visit)
            }
            let (one, other) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
            for (digest, isNew) in [(one, true), (one, false), (other, true)] {
                #expect(
                    try await records.write {
                        try $0.setPolicyRead("privacy", digest: digest, by: Sample.id(1), at: Sample.at(1))
                    } == isNew)
                #expect(try await records.read { try $0.policiesRead(by: Sample.id(1)) } == ["privacy": digest])
            }
        }
    }
}
