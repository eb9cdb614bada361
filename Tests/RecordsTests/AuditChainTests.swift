import Foundation
import Model
import Records
import Testing

@Suite struct AuditChainTests {
    @Test func `the worked entries of the manual are what the program computes`() throws {
        let worked = try WorkedAudit.read()
        #expect(worked.entries.count >= 3)
        #expect(worked.text.contains(Hex.text(AuditChain.first(of: worked.agency))))
        var head = AuditHead(seq: 0, hash: AuditChain.first(of: worked.agency))
        for expected in worked.entries {
            var new = NewAuditEntry(
                at: expected.at, actor: .system, action: expected.action, subject: expected.subject,
                outcome: expected.outcome, detail: try #require(expected.detail), salt: try #require(expected.salt))
            new.actor = expected.actor
            let entry = AuditChain.entry(new, after: head)
            #expect(entry == expected)
            head = AuditHead(seq: entry.seq, hash: entry.hash)
        }
    }

    @Test func `the script finds the worked entries whole and names the same end`() throws {
        let worked = try WorkedAudit.read()
        let last = try #require(worked.entries.last)
        let answer = try Script.run(worked.entries, agency: worked.agency)
        #expect(answer == .init(code: 0, words: "ok \(last.seq):\(Hex.text(last.hash))"))
    }

    @Test func `no entry's field can change without the verdict naming that entry`() throws {
        let worked = try WorkedAudit.read()
        for index in worked.entries.indices {
            for change in Self.changes {
                var entries = worked.entries
                change(&entries[index])
                let problem = try #require(Self.verify(entries, worked.agency))
                #expect(problem.seq == worked.entries[index].seq)
            }
        }
    }

    @Test func `a log without its details is still whole`() throws {
        var worked = try WorkedAudit.read()
        for index in worked.entries.indices { (worked.entries[index].salt, worked.entries[index].detail) = (nil, nil) }
        #expect(Self.verify(worked.entries, worked.agency) == nil)
        #expect(try Script.run(worked.entries, agency: worked.agency).code == 0)
    }

    @Test func `another agency's log is not this one's`() throws {
        let worked = try WorkedAudit.read()
        let other = ID<Agency>("01980000-0000-7000-8000-000000000002")
        #expect(Self.verify(worked.entries, other) == AuditProblem(seq: 1, what: .hash))
    }

    @Test func `texts cannot be shifted between fields`() throws {
        let head = AuditHead(seq: 0, hash: AuditChain.first(of: ID("a")))
        let salt = [UInt8](repeating: 7, count: 16)
        let at = Instant(milliseconds: 0)
        let one = NewAuditEntry(at: at, actor: .system, action: "ab", subject: "c", salt: salt)
        let two = NewAuditEntry(at: at, actor: .system, action: "a", subject: "bc", salt: salt)
        #expect(AuditChain.entry(one, after: head).hash != AuditChain.entry(two, after: head).hash)
    }

    @Test func `every tampering has the same verdict here and in the script`() throws {
        let log = Self.log(200)
        let agency = Self.agency
        let kept = try #require(log.last.map { AuditHead(seq: $0.seq, hash: $0.hash) })
        for tampering in Tampering.all {
            var entries = log
            let expected = tampering.change(&entries)
            #expect(Self.verify(entries, agency, kept: kept) == expected, "\(tampering.name)")
            let answer = try Script.run(entries, agency: agency, kept: kept)
            #expect(answer.words == "\(expected.seq) \(expected.what.rawValue)", "\(tampering.name)")
            #expect(answer.code == 1)
        }
    }

    static let agency = ID<Agency>("01980000-0000-7000-8000-000000000003")

    static func log(_ count: Int, from seq: Int64 = 0, seed: UInt8 = 1) -> [AuditEntry] {
        var head = AuditHead(seq: 0, hash: AuditChain.first(of: agency))
        return (0..<count).map { index in
            let new = NewAuditEntry(
                at: Instant(milliseconds: Int64(index) * 1000), actor: .operator, action: "case.changed",
                subject: "s\(index)", detail: "old → new \(index)", salt: [UInt8](repeating: seed, count: 16))
            let entry = AuditChain.entry(new, after: head)
            head = AuditHead(seq: entry.seq, hash: entry.hash)
            return entry
        }
    }

    static func verify(_ entries: [AuditEntry], _ agency: ID<Agency>, kept: AuditHead? = nil) -> AuditProblem? {
        var verifier = AuditVerifier(agency: agency, kept: kept)
        for entry in entries {
            if let problem = verifier.take(entry) { return problem }
        }
        return verifier.end()
    }

    private static let changes: [@Sendable (inout AuditEntry) -> Void] = [
        { $0.at = $0.at.adding(seconds: 1) }, { $0.actor += "x" }, { $0.action += "x" }, { $0.subject += "x" },
        { $0.outcome += "x" }, { $0.sealed[31] ^= 1 }, { $0.hash[0] ^= 1 }, { $0.detail = ($0.detail ?? "") + "x" },
        { $0.salt?[0] ^= 1 },
    ]
}

/// One way to alter a log of 200 entries, and the verdict on it.
struct Tampering: Sendable {
    let name: String
    let change: @Sendable (inout [AuditEntry]) -> AuditProblem

    static let all: [Tampering] = [
        Tampering(name: "flip") {
            $0[99].outcome = "refused"; return AuditProblem(seq: 100, what: .hash)
        },
        Tampering(name: "flip a detail") {
            $0[7].detail = "nothing"; return AuditProblem(seq: 8, what: .detail)
        },
        Tampering(name: "delete") {
            $0.remove(at: 50); return AuditProblem(seq: 51, what: .missing)
        },
        Tampering(name: "delete and renumber") { log in
            log.remove(at: 50)
            for index in 50..<log.count { log[index].seq -= 1 }
            return AuditProblem(seq: 51, what: .hash)
        },
        Tampering(name: "delete the first") {
            $0.removeFirst(); return AuditProblem(seq: 1, what: .missing)
        },
        Tampering(name: "reorder") {
            $0.swapAt(80, 81); return AuditProblem(seq: 81, what: .missing)
        },
        Tampering(name: "reorder and renumber") { log in
            log.swapAt(80, 81)
            (log[80].seq, log[81].seq) = (81, 82)
            return AuditProblem(seq: 81, what: .hash)
        },
        Tampering(name: "insert") {
            $0.insert($0[10], at: 160); return AuditProblem(seq: 161, what: .missing)
        },
        Tampering(name: "insert and renumber") { log in
            log.insert(log[10], at: 160)
            for index in 160..<log.count { log[index].seq = Int64(index + 1) }
            return AuditProblem(seq: 161, what: .hash)
        },
        Tampering(name: "truncate") {
            $0.removeLast(); return AuditProblem(seq: 200, what: .cut)
        },
        Tampering(name: "empty") {
            $0.removeAll(); return AuditProblem(seq: 1, what: .cut)
        },
        Tampering(name: "write all of it anew") { log in
            log = AuditChainTests.log(200, seed: 2)
            return AuditProblem(seq: 200, what: .rewritten)
        },
    ]
}
