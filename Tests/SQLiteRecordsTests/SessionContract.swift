import Model
import Records
import Testing

@Suite struct SessionContract {
    private static let token = [UInt8](repeating: 5, count: 32)

    @Test(arguments: engines) func `a session reads back with its person and ends`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let person = Sample.person(1)
            let session = StoredSession(
                token: Self.token, person: person.id, epoch: 0, created: Sample.at(0), seen: Sample.at(0))
            try await records.write { db in
                try db.insert(person)
                try db.insert(session)
                try db.touchSession(Self.token, at: Sample.at(60))
                try db.touchSession(Self.token, at: Sample.at(30))
            }
            let read = try #require(try await records.read { try $0.session(Self.token) })
            #expect(read.person == person)
            #expect(read.session.seen == Sample.at(60))
            #expect(try await records.read { try $0.session([UInt8](repeating: 6, count: 32)) } == nil)
            #expect(
                try await records.write { try $0.deleteSessions(seenBefore: Sample.at(60), createdBefore: Sample.at(0)) } == 0)
            #expect(
                try await records.write { try $0.deleteSessions(seenBefore: Sample.at(0), createdBefore: Sample.at(1)) } == 1)
            #expect(try await records.write { try $0.deleteSession(Self.token) } == false)
            try await records.write { try $0.insert(session) }
            #expect(try await records.write { try $0.deleteSessions(of: person.id) } == 1)
        }
    }

    @Test(arguments: engines) func `an invitation is used once under 50 parallel uses`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                try db.insert(Sample.person(1))
                try db.insert(
                    StoredInvitation(
                        token: Self.token, person: Sample.id(1), created: Sample.at(0), expires: Sample.at(100)))
            }
            let uses = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...50 {
                    group.addTask {
                        try await records.write { try $0.useInvitation(Self.token, at: Sample.at(50)) } == Sample.id(1)
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(uses == 1)
            #expect(try await records.read { try $0.invitation(Self.token)?.used } == Sample.at(50))
        }
    }

    @Test(arguments: engines) func `an invitation is worth nothing after its time or another's making`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let invitation = StoredInvitation(
                token: Self.token, person: Sample.id(1), created: Sample.at(0), expires: Sample.at(100))
            try await records.write { db in
                try db.insert(Sample.person(1))
                try db.insert(invitation)
            }
            #expect(try await records.write { try $0.useInvitation(Self.token, at: Sample.at(100)) } == nil)
            #expect(try await records.read { try $0.invitation(Self.token) } == invitation)
            #expect(try await records.write { try $0.deleteInvitations(of: Sample.id(1)) } == 1)
            #expect(try await records.write { try $0.useInvitation(Self.token, at: Sample.at(1)) } == nil)
            try await records.write { try $0.insert(invitation) }
            try await records.write { try $0.keepRule(.invitation, before: Sample.at(101)) }
            #expect(try await records.read { try $0.invitation(Self.token) } == nil)
        }
    }

    @Test(arguments: engines) func `a browser is known to its own person alone`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                for number in 1...2 { try db.insert(Sample.person(number)) }
                for _ in 1...2 { try db.insertDevice(Self.token, of: Sample.id(1), at: Sample.at(0)) }
            }
            #expect(try await records.read { try $0.isDevice(Self.token, of: Sample.id(1)) })
            #expect(try await records.read { try $0.isDevice(Self.token, of: Sample.id(2)) } == false)
            #expect(try await records.write { try $0.deleteDevices(of: Sample.id(1)) } == 1)
            try await records.write { try $0.insertDevice(Self.token, of: Sample.id(2), at: Sample.at(0)) }
            try await records.write { try $0.keepRule(.device, before: Sample.at(1)) }
            #expect(try await records.read { try $0.isDevice(Self.token, of: Sample.id(2)) } == false)
        }
    }
}
