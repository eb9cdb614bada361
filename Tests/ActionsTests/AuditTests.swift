import Dispatch
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Test func `the first read of an hour is an entry, later ones are counted`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    let (reader, session) = (Actor.contact(agency.world.id()), [UInt8](repeating: 1, count: 32))
    func read(_ page: String, _ session: [UInt8]) {
        agency.note(Noted(reader, "page.read", subject: page, group: .session(session)))
    }
    for _ in 0..<5 { read("home", session) }
    read("cases", session)
    read("home", [UInt8](repeating: 2, count: 32))
    #expect(try await agency.auditEntries(after: 1).map(\.subject) == ["home", "cases", "home"])
    // The hour ends: one closing entry with the count.
    place.clock.advance(seconds: 3600)
    read("home", session)
    #expect(
        try await agency.auditEntries(after: 4).map { "\($0.subject) \($0.outcome)" } == ["home ok, again 4", "home ok"])
    read("home", session)
    agency.sessionEnded(session)
    #expect(try await agency.auditEntries(after: 6).map(\.outcome) == ["ok, again 1"])
    read("home", session)
    read("home", session)
    await workspace.stop()
    let next = try place.workspace(.looking)
    #expect(try await next.agency(.of("north")).auditEntries(after: 7).map(\.outcome) == ["ok", "ok, again 1"])
    #expect(try await next.agency(.of("north")).verifyAudit().problem == nil)
    await next.stop()
}

@Test func `a stranger's refusals are one entry a minute, and a count`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    for number in 0..<50 {
        agency.note(
            Noted(
                .visitor, "sign-in", subject: "", outcome: "refused", detail: "mail\(number)@x.example from 192.0.2.1",
                group: .address("192.0.2.1")))
    }
    agency.note(Noted(.visitor, "sign-in", subject: "", outcome: "refused", group: .address("192.0.2.2")))
    place.clock.advance(seconds: 60)
    await agency.room.tick()
    let outcomes = try await agency.auditEntries(after: 1).filter { $0.action == "sign-in" }.map(\.outcome)
    #expect(outcomes.sorted() == ["refused", "refused", "refused, again 49"])
    await workspace.stop()
}

@Test func `entries are committed within 50 ms, and at once when a document waits`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    func written() async throws -> Int {
        try await agency.records.read { Int(try $0.auditHead().seq) }
    }
    agency.note(Noted(.operator, "a", subject: "1"))
    for _ in 0..<100 where try await written() == 1 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try await written() == 2)
    agency.note(Noted(.operator, "a", subject: "2"))
    try await agency.noteAndWait(Noted(.operator, "a", subject: "3"))
    #expect(try await written() == 4)
    // A document that was read this hour does not wait for a new entry.
    let again = Noted(.operator, "document.read", subject: "4", group: .session([1]))
    for _ in 0..<3 { try await agency.noteAndWait(again) }
    #expect(try await written() == 5)
    await workspace.stop()
}

@Test func `a full queue refuses documents and lets pages go on, and says what it lost`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    let (begun, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let blocker = Task {
        try await agency.records.write { _ in
            begun.signal()
            goOn.wait()
        }
    }
    await withCheckedContinuation { ready in
        DispatchQueue.global().async {
            begun.wait()
            ready.resume()
        }
    }
    for number in 0..<(AuditQueue.bound + 7) { agency.note(Noted(.operator, "page.read", subject: "\(number)")) }
    await #expect { try await agency.noteAndWait(Noted(.operator, "document.read", subject: "d")) } throws: {
        ($0 as? Refusal)?.kind == .unavailable
    }
    goOn.signal()
    try await blocker.value
    try await agency.room.audit.settled()
    for _ in 0..<200 {
        if try await agency.records.read({ try $0.auditHead().seq }) >= AuditQueue.bound + 2 { break }
        try await Task.sleep(for: .milliseconds(20))
    }
    let last = try await agency.latestAuditEntries(limit: 1)
    #expect(last.map { "\($0.action) \($0.outcome)" } == ["audit.lost 7"])
    #expect(try await agency.verifyAudit().head.seq == Int64(AuditQueue.bound) + 2)
    await workspace.stop()
}

@Test func `the log is exported line by line, and a tampered entry is named`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    for number in 0..<5 { try await agency.set([("phone", "\(number)")]) }
    var lines: [String] = []
    try await agency.exportAudit { lines.append($0) }
    #expect(lines.count == 6)
    #expect(lines[3].contains("\"action\":\"agency.set\"") && lines[3].contains("phone: 1 → 2"))
    let kept = try await agency.verifyAudit().head
    _ = try await agency.records.write { try $0.run("UPDATE audit SET subject = 'x' WHERE seq = 4") }
    let problem = try await agency.verifyAudit(kept: kept).problem
    #expect(problem == AuditProblem(seq: 4, what: .hash))
    #expect(try await workspace.check().map { "\($0.kind) \($0.subject)" } == ["audit 4"])
    await workspace.stop()
}
